// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/secrets/PasswordFile.h"

#include "shared/core/Text.h"

#include <QFile>
#include <QFileInfo>

namespace resync::console {

namespace {

constexpr qint64 MaxBytes = 4096;

constexpr QFile::Permissions OthersMayDo = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup |
                                           QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;

Result<QString> passwordIn(QByteArray content, const std::string &name)
{
    if (content.endsWith('\n'))
        content.chop(1);
    if (content.endsWith('\r'))
        content.chop(1);
    if (content.isEmpty())
        return fail(ErrorKind::InvalidInput, name + ": is empty");
    if (content.contains('\n') || content.contains('\0'))
        return fail(ErrorKind::InvalidInput, name + ": holds more than one line");
    if (!isUtf8({content.constData(), static_cast<std::size_t>(content.size())}))
        return fail(ErrorKind::InvalidInput, name + ": is not UTF-8");
    return QString::fromUtf8(content);
}

} // namespace

Result<QString> readPasswordFile(const QString &path)
{
    const std::string name = path.toStdString();
    QFile file(path);
    if (!file.exists())
        return fail(ErrorKind::NotFound, name + ": there is no such file");
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorKind::InvalidInput, name + ": " + file.errorString().toStdString());
    if (file.permissions() & OthersMayDo)
        return fail(ErrorKind::InvalidInput, name + ": others can read it; chmod 600 it");
    QByteArray content = file.read(MaxBytes + 1);
    if (content.size() > MaxBytes)
        return fail(ErrorKind::InvalidInput, name + ": is longer than 4 KiB");
    return passwordIn(std::move(content), name);
}

} // namespace resync::console
