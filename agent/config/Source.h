// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace resync::config {

/// Where a value came from, strongest first.
enum class Layer { Environment, Credential, File, DotEnv, SettingsEnv, Settings, Default };

/// The word of the REST contract: environment credential file dotenv settings_env settings default.
[[nodiscard]] std::string_view toString(Layer layer);

struct Origin
{
    Layer layer = Layer::Default;
    std::string file;        ///< empty: the process environment, or a default
    std::optional<int> line; ///< from 1

    /// "the environment", "/etc/resync/.env line 3".
    [[nodiscard]] std::string place() const;
};

/// How a value is written. Apart from settings files everything is Text.
enum class Form { Text, Plain, List }; ///< Plain: a number, true or false

/// A name and its text as a source gave them. May be a secret: never printed.
struct Assignment
{
    std::string name;
    std::string text;
    Origin origin;
    Form form = Form::Text;
};

/// What is wrong, as a whole English sentence that names the place and never a secret.
struct Problem
{
    std::string key; ///< the setting concerned; empty: a file as a whole
    std::string message;

    bool operator==(const Problem &) const = default;
};

struct Problems
{
    std::vector<Problem> errors;
    std::vector<Problem> warnings;

    void error(std::string_view key, std::string message)
    {
        errors.push_back({std::string(key), std::move(message)});
    }
    void warning(std::string_view key, std::string message)
    {
        warnings.push_back({std::string(key), std::move(message)});
    }
};

} // namespace resync::config
