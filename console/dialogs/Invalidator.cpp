// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/dialogs/Invalidator.h"

#include <QCoreApplication>

using namespace Qt::Literals::StringLiterals;

namespace resync::console {
namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(resync::console::Invalidator)
};

QString shellQuoted(QString text)
{
    return u'\'' + text.replace(u"'"_s, u"'\\''"_s) + u'\'';
}

} // namespace

QString scopeWord(InvalidateScope scope)
{
    switch (scope) {
    case InvalidateScope::System:
        return u"system"_s;
    case InvalidateScope::Jobs:
        return u"jobs"_s;
    case InvalidateScope::Workstations:
        return u"workstations"_s;
    }
    return {};
}

QString scopeName(InvalidateScope scope)
{
    switch (scope) {
    case InvalidateScope::System:
        return Words::tr("Everything");
    case InvalidateScope::Jobs:
        return Words::tr("Jobs");
    case InvalidateScope::Workstations:
        return Words::tr("Workstations");
    }
    return {};
}

QString invalidateAsCurl(const AgentEndpoint &endpoint, InvalidateScope scope)
{
    QUrl url = endpoint.url.adjusted(QUrl::RemoveUserInfo | QUrl::StripTrailingSlash |
                                     QUrl::RemoveQuery | QUrl::RemoveFragment);
    url.setPath(url.path() + u"/api/v1/cache/invalidate"_s);
    url.setQuery(u"scope="_s + scopeWord(scope));
    QStringList words{u"curl"_s, u"-X"_s, u"POST"_s};
    if (!endpoint.user.isEmpty())
        words << u"-u"_s << shellQuoted(endpoint.user);
    if (!endpoint.caFile.isEmpty())
        words << u"--cacert"_s << shellQuoted(endpoint.caFile);
    words << shellQuoted(url.toString(QUrl::FullyEncoded));
    return words.join(u' ');
}

} // namespace resync::console
