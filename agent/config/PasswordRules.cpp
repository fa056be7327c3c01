// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/config/PasswordRules.h"

#include "shared/core/Text.h"

#include <algorithm>
#include <array>
#include <string>

namespace resync::config {

namespace {

constexpr std::size_t MinCharacters = 12;

/// Stems of the passwords that head every published list; what people put around and behind them
/// (digits, signs, the same again) is taken off before the comparison.
constexpr auto CommonStems = std::to_array<std::string_view>({
    "abc",          "abcd",         "abcdef",        "access",
    "account",      "admin",        "administrador", "administrator",
    "agent",        "asdf",         "asdfgh",        "asdfghjkl",
    "azerty",       "baseball",     "batman",        "bemvindo",
    "blink",        "brasil",       "changeit",      "changeme",
    "charlie",      "cheese",       "chocolate",     "computer",
    "corinthians",  "daniel",       "default",       "demo",
    "donald",       "dragon",       "example",       "family",
    "felicidade",   "flamengo",     "flower",        "football",
    "freedom",      "friends",      "gabriel",       "guest",
    "hello",        "helloworld",   "hunter",        "iloveyou",
    "internet",     "jesus",        "jesuscristo",   "jordan",
    "killer",       "letmein",      "letmeinnow",    "liverpool",
    "login",        "lovely",       "loveyou",       "maria",
    "master",       "michael",      "michelle",      "monkey",
    "mudar",        "mudarsenha",   "mustang",       "mypassword",
    "newpassword",  "ninja",        "nopassword",    "operator",
    "palmeiras",    "pass",         "passphrase",    "passw",
    "passwd",       "password",     "passwordadmin", "pokemon",
    "princess",     "production",   "qazwsx",        "qazwsxedc",
    "qazwsxedcrfv", "qwer",         "qwert",         "qwerty",
    "qwertyu",      "qwertyui",     "qwertyuiop",    "qwertyuiopasdf",
    "qwertz",       "qweasdzxc",    "resync",        "resyncadmin",
    "root",         "samsung",      "secret",        "secretpassword",
    "security",     "senha",        "senhaforte",    "server",
    "shadow",       "soccer",       "starwars",      "sunshine",
    "superman",     "superuser",    "supersecret",   "support",
    "system",       "teamo",        "temporary",     "test",
    "testing",      "testpassword", "testtest",      "thomas",
    "tigger",       "trustno",      "tws",           "twsuser",
    "user",         "welcome",      "whatever",      "wauser",
    "workload",     "zaq",          "zaqwsx",        "zxcvbn",
    "zxcvbnm",
});

std::size_t characterCount(std::string_view text)
{
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; // no UTF-8 continuation byte
    }));
}

std::string lettersOf(std::string_view lowered)
{
    std::string letters;
    std::copy_if(lowered.begin(), lowered.end(), std::back_inserter(letters), [](char c) {
        return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
    });
    return letters;
}

/// The shortest text that \a text is a repetition of: "adminadmin" → "admin".
std::string_view repeatedUnit(std::string_view text)
{
    for (std::size_t length = 1; length < text.size(); ++length) {
        const bool repeats = text.size() % length == 0 &&
                             text.substr(length) == text.substr(0, text.size() - length);
        if (repeats)
            return text.substr(0, length);
    }
    return text;
}

/// "111111111111", "123456789012", "abcdefghijkl", "121212121212".
bool isRow(std::string_view text)
{
    const auto follows = [](char a, char b) {
        return b == a + 1 || (a == '9' && b == '0') || (a == 'z' && b == 'a');
    };
    const bool climbs = std::adjacent_find(text.begin(), text.end(), [&](char a, char b) {
                            return !follows(a, b);
                        }) == text.end();
    const bool falls = std::adjacent_find(text.begin(), text.end(), [&](char a, char b) {
                           return !follows(b, a);
                       }) == text.end();
    return climbs || falls || repeatedUnit(text).size() <= 3;
}

bool isCommon(std::string_view lowered)
{
    const std::string letters = lettersOf(lowered);
    const std::string_view stem = repeatedUnit(letters);
    const auto has = [](std::string_view word) {
        return std::find(CommonStems.begin(), CommonStems.end(), word) != CommonStems.end();
    };
    return isRow(lowered) || has(letters) || has(stem);
}

} // namespace

std::string_view passwordWeakness(std::string_view password, std::string_view userName)
{
    if (characterCount(password) < MinCharacters)
        return "is shorter than 12 characters";
    if (equalsIgnoringCase(password, userName))
        return "is the user's name";
    if (isCommon(toLower(password)))
        return "is among the passwords that everybody tries first";
    return {};
}

} // namespace resync::config
