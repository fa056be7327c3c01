// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/client/ErrorText.h"

#include <QCoreApplication>

#include <array>
#include <string_view>

namespace resync::console {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(ErrorText)
};

struct CodeText
{
    std::string_view code;
    const char *text;
};

/// The codes of api.md §1 that a person can do something about; the others go by their kind.
constexpr std::array CodeTexts = {
    CodeText{"unauthorized",
             QT_TRANSLATE_NOOP("ErrorText", "Sign in with another user or password.")},
    CodeText{"forbidden", QT_TRANSLATE_NOOP("ErrorText", "This needs an administrator.")},
    CodeText{"locked_out",
             QT_TRANSLATE_NOOP("ErrorText", "Too many failed sign-ins. Try again later.")},
    CodeText{"rate_limited",
             QT_TRANSLATE_NOOP("ErrorText", "Asked too often. Try again in a minute.")},
    CodeText{"engine_unauthorized",
             QT_TRANSLATE_NOOP("ErrorText", "The engine refuses the Resync agent's sign-in.")},
    CodeText{"engine_protocol",
             QT_TRANSLATE_NOOP(
                 "ErrorText",
                 "The engine answers with something the Resync agent does not understand.")},
    CodeText{"engine_unavailable",
             QT_TRANSLATE_NOOP("ErrorText", "The Resync agent cannot reach the engine.")},
    CodeText{
        "engine_timeout",
        QT_TRANSLATE_NOOP("ErrorText", "The engine does not answer the Resync agent in time.")},
    CodeText{"not_offered_by_engine",
             QT_TRANSLATE_NOOP("ErrorText", "This engine does not offer that.")},
    CodeText{"no_plan",
             QT_TRANSLATE_NOOP("ErrorText", "The Resync agent has not read a plan yet.")},
    CodeText{
        "not_configured",
        QT_TRANSLATE_NOOP("ErrorText", "The Resync agent has no engine configured. Set TWS_HOST.")},
    CodeText{"no_admin_account",
             QT_TRANSLATE_NOOP("ErrorText",
                               "The Resync agent has no administrator. Set ADMIN_PASSWORD.")},
    CodeText{"overloaded", QT_TRANSLATE_NOOP("ErrorText", "The Resync agent is overloaded.")},
    CodeText{"shutting_down", QT_TRANSLATE_NOOP("ErrorText", "The Resync agent is stopping.")},
};

QString kindText(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::InvalidInput:
        return Texts::tr("The Resync agent did not accept the request.");
    case ErrorKind::Unauthorized:
        return Texts::tr("Not allowed for this user.");
    case ErrorKind::NotFound:
        return Texts::tr("The Resync agent does not have that.");
    case ErrorKind::NotOffered:
        return Texts::tr("This engine does not offer that.");
    case ErrorKind::Conflict:
        return Texts::tr("It changed in the meantime.");
    case ErrorKind::Timeout:
        return Texts::tr("No answer in time.");
    case ErrorKind::Unavailable:
        return Texts::tr("The Resync agent cannot be reached.");
    case ErrorKind::Protocol:
        return Texts::tr("The answer could not be understood.");
    case ErrorKind::Cancelled:
        return Texts::tr("Cancelled.");
    case ErrorKind::Internal:
        break;
    }
    return Texts::tr("The Resync agent reports an internal error.");
}

} // namespace

QString describe(const Error &error)
{
    for (const CodeText &entry : CodeTexts)
        if (entry.code == error.code)
            return Texts::tr(entry.text);
    return kindText(error.kind);
}

} // namespace resync::console
