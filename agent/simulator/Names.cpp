// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/Names.h"

namespace resync::simulator {

namespace {

constexpr std::array<Area, AreaCount> Areas = {{
    {"FIN", {"GL", "AP", "AR", "ASSET", "CLOSE", "TAX"}},
    {"TRE", {"CASH", "FX", "MM", "SWAP", "LIMIT", "SETTL"}},
    {"RSK", {"VAR", "CREDIT", "STRESS", "MARGIN", "EXPO", "RATING"}},
    {"BIL", {"RATE", "INVOIC", "DUNN", "PRINT", "USAGE", "CREDNT"}},
    {"CRM", {"SEGM", "CAMP", "SCORE", "CONTCT", "CHURN", "MERGE"}},
    {"PAY", {"SEPA", "WIRE", "CARDS", "CLEAR", "RETURN", "LIQ"}},
    {"DWH", {"STAGE", "DIM", "FACT", "MART", "CUBE", "QUAL"}},
    {"LOG", {"STOCK", "ORDER", "ROUTE", "SHIP", "RECV", "FORECS"}},
    {"HRM", {"PAYROL", "TIME", "TRAVEL", "PENSN", "STAFF", "LEARN"}},
    {"REG", {"BASEL", "AML", "FATCA", "MIFID", "STATS", "AUDIT"}},
}};

constexpr std::array<std::string_view, 16> Steps = {
    "INIT", "CHECKIN", "EXTRACT", "TRANSFER", "LOAD",   "VALIDATE", "TRANSFORM", "MATCH",
    "CALC", "POST",    "RECON",   "AGGREG",   "REPORT", "EXPORT",   "BACKUP",    "CLEANUP"};

} // namespace

std::span<const Area, AreaCount> areas()
{
    return Areas;
}

std::span<const std::string_view> stepWords()
{
    return Steps;
}

std::string numbered(std::string_view word, std::uint32_t number, std::size_t digits)
{
    std::string text = std::to_string(number);
    if (text.size() < digits)
        text.insert(0, digits - text.size(), '0');
    return std::string(word) + text;
}

} // namespace resync::simulator
