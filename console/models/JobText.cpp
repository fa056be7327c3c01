// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/JobText.h"

#include "console/models/StatementText.h"

namespace resync::console {

QString streamText(const domain::Job &job)
{
    const QString folder = QString::fromStdString(job.folder);
    const QString name = QString::fromStdString(job.stream.name);
    return folder.endsWith(u'/') ? folder + name : folder + u'/' + name;
}

QString workstationText(const std::string &path)
{
    const QString text = QString::fromStdString(path);
    const bool isInRoot = text.startsWith(u'/') && text.lastIndexOf(u'/') == 0;
    return isInRoot ? text.mid(1) : text;
}

std::optional<milliseconds> runSpan(const domain::Job &job, std::optional<Instant> asOf)
{
    if (!job.run)
        return std::nullopt;
    if (job.run->elapsed)
        return job.run->elapsed;
    const std::optional<Instant> end = job.run->endedAt ? job.run->endedAt : asOf;
    if (!job.run->startedAt || !end)
        return std::nullopt;
    return *end - *job.run->startedAt;
}

std::optional<Instant> stateSince(const domain::Job &job)
{
    if (job.run && job.run->endedAt)
        return job.run->endedAt;
    if (job.status == domain::Status::Running)
        return job.run ? job.run->startedAt : std::nullopt;
    return job.changedAt;
}

QString reasonText(const domain::Job &job)
{
    return job.reason ? statementText(*job.reason) : QString();
}

QVariant rawValue(std::optional<Instant> at)
{
    return at ? QVariant::fromValue<qlonglong>(at->time_since_epoch().count()) : QVariant();
}

QVariant rawValue(std::optional<milliseconds> span)
{
    return span ? QVariant::fromValue<qlonglong>(span->count()) : QVariant();
}

QVariant rawValue(std::optional<int> number)
{
    return number ? QVariant(*number) : QVariant();
}

} // namespace resync::console
