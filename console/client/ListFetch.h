// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/client/AgentHttp.h"
#include "console/client/AnswerReader.h"
#include "shared/core/Result.h"
#include "shared/core/Text.h"
#include "shared/protocol/List.h"

#include <QFutureWatcher>
#include <QtConcurrent>

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace resync::console {

/// Reads all pages of a list route into one vector, sorted by id. Bodies are parsed in
/// QtConcurrent's pool, one at a time. Thread: the GUI's. Destroying it drops what runs.
template<typename Row>
class ListFetch final
{
public:
    using Reader = Result<protocol::List<Row>> (*)(std::string_view);
    struct Outcome
    {
        std::shared_ptr<const std::vector<Row>> rows; ///< null: 304, the rows are as before
        protocol::Stamp stamp;                        ///< of the first page
        QByteArray etag;
        HttpAnswer headers; ///< of the first page, without body
    };
    using Done = std::function<void(Result<Outcome>)>;

    ListFetch(AgentHttp &http, QString path, int limit, Reader reader)
        : m_http(http)
        , m_path(std::move(path))
        , m_limit(limit)
        , m_reader(reader)
    {}
    ListFetch(const ListFetch &) = delete;
    ListFetch &operator=(const ListFetch &) = delete;
    ~ListFetch() { cancel(); }

    /// \a done is called once unless cancel() comes first.
    void start(const QByteArray &ifNoneMatch, milliseconds silence, Done done)
    {
        cancel();
        m_done = std::move(done);
        m_silence = silence;
        m_outcome = {};
        m_rows = std::make_shared<std::vector<Row>>();
        m_pages = 0;
        askPage({}, ifNoneMatch);
    }

    void cancel()
    {
        m_done = nullptr;
        m_watcher.reset();
        m_http.cancel(std::exchange(m_request, 0));
    }

private:
    using Page = Result<protocol::List<Row>>;
    static constexpr int MaxPages = 1000; ///< an agent that never ends its list is broken

    void askPage(const std::string &cursor, const QByteArray &ifNoneMatch)
    {
        HttpRequest request;
        request.path = QStringLiteral("%1?limit=%2").arg(m_path).arg(m_limit);
        if (!cursor.empty())
            request.path +=
                QStringLiteral("&cursor=") + QString::fromStdString(percentEncode(cursor));
        request.ifNoneMatch = ifNoneMatch;
        request.silence = m_silence;
        request.total = m_silence * 4;
        m_request = m_http.send(request, [this](const HttpResult &result) { onAnswer(result); });
    }

    void onAnswer(const HttpResult &result)
    {
        m_request = 0;
        if (!result)
            return finish(tl::unexpected(errorOf(result.error())));
        if (m_pages == 0) {
            m_outcome.headers = *result;
            m_outcome.headers.body.clear();
            m_outcome.etag = result->etag;
            if (result->status == 304)
                return finish(std::move(m_outcome));
        }
        parse(*result);
    }

    void parse(const HttpAnswer &answer)
    {
        m_watcher = std::make_unique<QFutureWatcher<std::shared_ptr<Page>>>();
        QObject::connect(m_watcher.get(), &QFutureWatcherBase::finished, m_watcher.get(),
                         [this] { onParsed(); });
        m_watcher->setFuture(QtConcurrent::run([answer, rows = m_rows, reader = m_reader]() {
            auto page = std::make_shared<Page>(readBody(answer, reader));
            if (*page)
                take(**page, *rows);
            return page;
        }));
    }

    /// Moves the page's rows behind \a rows; after the last page they are put in order.
    static void take(protocol::List<Row> &page, std::vector<Row> &rows)
    {
        std::move(page.items.begin(), page.items.end(), std::back_inserter(rows));
        page.items.clear();
        if (!page.nextCursor.empty())
            return;
        const auto byId = [](const Row &a, const Row &b) { return a.id < b.id; };
        std::stable_sort(rows.begin(), rows.end(), byId);
        const auto sameId = [](const Row &a, const Row &b) { return a.id == b.id; };
        rows.erase(std::unique(rows.begin(), rows.end(), sameId), rows.end());
    }

    void onParsed()
    {
        const std::shared_ptr<Page> page = m_watcher->result();
        m_watcher.release()->deleteLater();
        if (!*page)
            return finish(tl::unexpected(page->error()));
        if (m_pages++ == 0)
            m_outcome.stamp = (*page)->stamp;
        const std::string &next = (*page)->nextCursor;
        if (next.empty()) {
            m_outcome.rows = std::move(m_rows);
            return finish(std::move(m_outcome));
        }
        if (m_pages == MaxPages)
            return finish(fail(ErrorKind::Protocol, "the list does not end"));
        askPage(next, {});
    }

    void finish(Result<Outcome> result)
    {
        if (const Done done = std::exchange(m_done, nullptr))
            done(std::move(result));
    }

    AgentHttp &m_http;
    QString m_path;
    int m_limit;
    Reader m_reader;
    Done m_done;
    milliseconds m_silence{0};
    quint64 m_request = 0; ///< 0: none
    int m_pages = 0;
    std::shared_ptr<std::vector<Row>> m_rows; ///< touched by one pool task at a time
    Outcome m_outcome;
    std::unique_ptr<QFutureWatcher<std::shared_ptr<Page>>> m_watcher;
};

} // namespace resync::console
