// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/config/Source.h"

namespace resync::config {

std::string_view toString(Layer layer)
{
    switch (layer) {
    case Layer::Environment:
        return "environment";
    case Layer::Credential:
        return "credential";
    case Layer::File:
        return "file";
    case Layer::DotEnv:
        return "dotenv";
    case Layer::SettingsEnv:
        return "settings_env";
    case Layer::Settings:
        return "settings";
    case Layer::Default:
        break;
    }
    return "default";
}

std::string Origin::place() const
{
    if (file.empty())
        return layer == Layer::Default ? "the defaults" : "the environment";
    return line ? file + " line " + std::to_string(*line) : file;
}

} // namespace resync::config
