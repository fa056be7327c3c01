// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QTranslator>

namespace resync::console {

/// The language of the whole program: texts, numbers, dates. Text in the source is English.
class Translations final
{
public:
    Translations() = default;
    Translations(const Translations &) = delete;
    Translations &operator=(const Translations &) = delete;

    /// \param language "en", "pt_BR"; empty: the desktop's if we speak it, else English
    void use(const QString &language);

private:
    QTranslator m_ours;
    QTranslator m_qts;
};

} // namespace resync::console
