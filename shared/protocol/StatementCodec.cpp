// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/protocol/StatementCodec.h"

#include "shared/protocol/FieldTable.h"

namespace resync::protocol {

namespace {

using domain::Statement;

constexpr std::array Fields = {
    requiredField<&Statement::code>("code"),
    field<&Statement::args>("args"),
    field<&Statement::text>("text"),
};

} // namespace

void Codec<Statement>::write(JsonWriter &json, const Statement &statement)
{
    writeObject(json, statement, Fields);
}

void Codec<Statement>::read(const JsonNode &node, Statement &out)
{
    readObject(node, out, Fields);
}

} // namespace resync::protocol
