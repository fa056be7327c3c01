// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/JsonWriter.h"
#include "shared/core/Result.h"
#include "shared/domain/Login.h"
#include "shared/protocol/Problem.h"

#include <span>
#include <string_view>
#include <vector>

namespace resync::protocol {

/// What a request's body holds, or what is wrong with its members.
template<typename T>
using BodyResult = tl::expected<T, std::vector<FieldProblem>>;

/// The body of POST /api/v1/auth/login.
void writeLogin(JsonWriter &json, const domain::Login &login);
[[nodiscard]] BodyResult<domain::Login> readLogin(std::string_view body);

/// Its answer. Protocol: \a text is not such a document; the message names the place.
void writeLoginSession(JsonWriter &json, const domain::LoginSession &session);
[[nodiscard]] Result<domain::LoginSession> readLoginSession(std::string_view text);

/// The body of POST /api/v1/auth/tokens. Only the form is checked: a role may be any word.
void writeApiTokenRequest(JsonWriter &json, const domain::ApiTokenRequest &request);
[[nodiscard]] BodyResult<domain::ApiTokenRequest> readApiTokenRequest(std::string_view body);

/// Its answer, with the token itself.
void writeNewApiToken(JsonWriter &json, const domain::ApiToken &token);
[[nodiscard]] Result<domain::ApiToken> readNewApiToken(std::string_view text);

/// The answer of GET /api/v1/auth/tokens: {"items": […], "total": n}, without the tokens.
void writeApiTokens(JsonWriter &json, std::span<const domain::ApiToken> tokens);
[[nodiscard]] Result<std::vector<domain::ApiToken>> readApiTokens(std::string_view text);

} // namespace resync::protocol
