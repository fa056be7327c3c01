// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/protocol/AuthCodec.h"

#include "shared/protocol/BodyReader.h"
#include "shared/protocol/FieldTable.h"

namespace resync::protocol {

using domain::ApiToken;
using domain::ApiTokenRequest;
using domain::Login;
using domain::LoginSession;

namespace {

constexpr std::size_t MaxNameBytes = 64;
constexpr std::size_t MaxPasswordBytes = 1024;

constexpr std::array LoginFields = {
    field<&Login::username>("username"),
    field<&Login::password>("password"),
};

constexpr std::array SessionFields = {
    requiredField<&LoginSession::token>("token"),
    requiredField<&LoginSession::expiresAt>("expires_at"),
    requiredField<&LoginSession::role>("role"),
};

constexpr std::array RequestFields = {
    field<&ApiTokenRequest::name>("name"),
    field<&ApiTokenRequest::role>("role"),
    field<&ApiTokenRequest::expiresAt>("expires_at"),
};

constexpr std::array TokenFields = {
    requiredField<&ApiToken::id>("id"),        field<&ApiToken::name>("name"),
    requiredField<&ApiToken::role>("role"),    requiredField<&ApiToken::createdAt>("created_at"),
    field<&ApiToken::expiresAt>("expires_at"), field<&ApiToken::lastUsedAt>("last_used_at"),
};

constexpr std::array SecretFields = {requiredField<&ApiToken::token>("token")};

/// \a value, or what \a reader found wrong.
template<typename T>
BodyResult<T> outcome(const BodyReader &reader, T value)
{
    if (auto problems = reader.problems(); !problems.empty())
        return tl::unexpected(std::move(problems));
    return value;
}

} // namespace

void writeLogin(JsonWriter &json, const Login &login)
{
    writeObject(json, login, LoginFields);
}

BodyResult<Login> readLogin(std::string_view body)
{
    BodyReader reader(body);
    Login login;
    login.username = reader.text("username", MaxPasswordBytes);
    login.password = reader.text("password", MaxPasswordBytes);
    return outcome(reader, std::move(login));
}

void writeLoginSession(JsonWriter &json, const LoginSession &session)
{
    writeObject(json, session, SessionFields);
}

Result<LoginSession> readLoginSession(std::string_view text)
{
    return readDocument<LoginSession>(text, [](const JsonNode &node, LoginSession &out) {
        readObject(node, out, SessionFields);
    });
}

void writeApiTokenRequest(JsonWriter &json, const ApiTokenRequest &request)
{
    writeObject(json, request, RequestFields);
}

BodyResult<ApiTokenRequest> readApiTokenRequest(std::string_view body)
{
    BodyReader reader(body);
    ApiTokenRequest request;
    request.name = reader.text("name", MaxNameBytes);
    request.role = reader.text("role", MaxNameBytes);
    request.expiresAt = reader.instant("expires_at");
    return outcome(reader, std::move(request));
}

void writeNewApiToken(JsonWriter &json, const ApiToken &token)
{
    json.beginObject();
    writeMembers(json, token, TokenFields);
    writeMembers(json, token, SecretFields);
    json.endObject();
}

Result<ApiToken> readNewApiToken(std::string_view text)
{
    return readDocument<ApiToken>(text, [](const JsonNode &node, ApiToken &out) {
        readObject(node, out, TokenFields);
        readObject(node, out, SecretFields);
    });
}

void writeApiTokens(JsonWriter &json, std::span<const ApiToken> tokens)
{
    json.beginObject();
    json.key("items");
    json.beginArray();
    for (const ApiToken &token : tokens)
        writeObject(json, token, TokenFields);
    json.endArray();
    json.member("total", tokens.size());
    json.endObject();
}

Result<std::vector<ApiToken>> readApiTokens(std::string_view text)
{
    return readDocument<std::vector<ApiToken>>(
        text, [](const JsonNode &node, std::vector<ApiToken> &out) {
            node.member("items").forEachElement([&](const JsonNode &element) {
                readObject(element, out.emplace_back(), TokenFields);
            });
        });
}

} // namespace resync::protocol
