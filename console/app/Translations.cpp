// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/Translations.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>

using namespace Qt::Literals::StringLiterals;

namespace resync::console {
namespace {

bool isPortuguese(const QString &language)
{
    return language.isEmpty() ? QLocale::system().language() == QLocale::Portuguese
                              : language.startsWith(u"pt");
}

} // namespace

void Translations::use(const QString &language)
{
    QCoreApplication::removeTranslator(&m_ours);
    QCoreApplication::removeTranslator(&m_qts);
    if (isPortuguese(language)) {
        QLocale::setDefault(QLocale(QLocale::Portuguese, QLocale::Brazil));
        if (m_qts.load(u"qtbase_pt_BR"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
            QCoreApplication::installTranslator(&m_qts);
        if (m_ours.load(u":/i18n/console_pt_BR.qm"_s))
            QCoreApplication::installTranslator(&m_ours);
        return;
    }
    const bool isSystems = language.isEmpty() && QLocale::system().language() == QLocale::English;
    QLocale::setDefault(isSystems ? QLocale::system()
                                  : QLocale(QLocale::English, QLocale::UnitedStates));
    // English plurals ("1 job", "2 jobs") are a translation too.
    if (m_ours.load(u":/i18n/console_en.qm"_s))
        QCoreApplication::installTranslator(&m_ours);
}

} // namespace resync::console
