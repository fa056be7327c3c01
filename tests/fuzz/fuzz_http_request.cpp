// SPDX-License-Identifier: GPL-3.0-or-later
// The bytes of one connection, read at once and again in pieces: the same requests come out.
#include "agent/http/RequestReader.h"
#include "shared/core/Text.h"
#include "tests/fuzz/Fuzz.h"

#include <boost/asio/buffer.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

using namespace resync;
using namespace resync::http;
using resync::fuzz::require;

namespace {

constexpr std::size_t BodyLimit = 64;

const ServerContext &context()
{
    static const Router router = [] {
        Router made;
        made.add({Method::Get, "/", {}, 0});
        made.add({Method::Get, "/jobs", {}, 0});
        made.add({Method::Get, "/jobs/{id}", {}, 0});
        made.add({Method::Get, "/jobs/{id}/log", {}, 0});
        made.add({Method::Post, "/login", {}, BodyLimit});
        made.add({Method::Delete, "/tokens/{id}", {}, BodyLimit});
        return made;
    }();
    static const ServerContext made = [] {
        ServerSettings settings;
        settings.maxHeaderBytes = 1024;
        settings.maxTargetBytes = 256;
        return ServerContext{settings, router, {}, nullptr, nullptr};
    }();
    return made;
}

/// Does with a reader what a Session does, and writes down what it saw.
class Connection
{
public:
    void feed(std::string_view bytes)
    {
        auto &buffer = m_reader.buffer();
        boost::asio::buffer_copy(buffer.prepare(bytes.size()),
                                 boost::asio::buffer(bytes.data(), bytes.size()));
        buffer.commit(bytes.size());
        while (step()) {
        }
    }

    [[nodiscard]] const std::string &seen() const { return m_seen; }
    /// Where the last byte left it.
    [[nodiscard]] std::string_view waitsFor() const
    {
        if (m_phase == Phase::Closed)
            return "nothing";
        return m_phase == Phase::Head ? "a head" : "a body";
    }

private:
    enum class Phase { Head, Body, Closed };

    bool step()
    {
        if (m_phase == Phase::Closed)
            return false;
        return m_phase == Phase::Head ? takeHead() : takeBody();
    }

    bool takeHead()
    {
        if (!m_reader.hasHead())
            return false;
        if (const auto refused = m_reader.takeHead())
            return refuse(*refused, true);
        m_refusal = m_reader.findRoute();
        if (m_reader.isComplete())
            return handle();
        const auto tooLarge = m_reader.prepareBody(m_refusal.has_value());
        if (m_refusal && (tooLarge || m_reader.awaitsContinue()))
            return refuse(*m_refusal, true);
        if (tooLarge)
            return refuse(*tooLarge, true);
        m_phase = Phase::Body;
        return true;
    }

    bool takeBody()
    {
        if (const auto refused = m_reader.takeBody())
            return refuse(*refused, true);
        return m_reader.isComplete() && handle();
    }

    bool handle()
    {
        checkRequest(m_reader.request());
        if (m_refusal)
            return refuse(*m_refusal, m_refusal->isFinal);
        write(m_reader.request());
        m_seen += m_reader.route() ? m_reader.route()->pattern : std::string(m_reader.allow());
        return next(false);
    }

    /// How much of a bad head there was decides which fault of it is told.
    bool refuse(const Refused &refused, bool isFinal)
    {
        const bool isHead = refused.status == 400 || refused.status == 414 || refused.status == 431;
        m_seen += "refused " + (isHead ? "head" : std::to_string(refused.status));
        return next(isFinal);
    }

    bool next(bool isLast)
    {
        m_seen += '\n';
        m_phase = isLast || !m_reader.isKept() ? Phase::Closed : Phase::Head;
        m_refusal.reset();
        m_reader.reset();
        return m_phase == Phase::Head;
    }

    void write(const Request &request)
    {
        m_seen += std::string(toString(request.method)) + ' ' + request.path + '?' +
                  request.rawQuery + ' ' + request.requestId + ' ' + request.body + ' ';
        for (const std::string &parameter : request.parameters)
            m_seen += '{' + parameter + '}';
        for (const auto &[name, value] : request.query)
            m_seen += '[' + name + '=' + value + ']';
        for (const Header &header : request.headers)
            m_seen += '(' + header.name + ':' + header.value + ')';
        m_seen += m_reader.isHttp10() ? "1.0" : "1.1";
        m_seen += m_reader.isKept() ? " kept " : " last ";
    }

    static void checkRequest(const Request &request)
    {
        require(request.path.starts_with('/') || request.path == "*", "a path is absolute");
        require(request.body.size() <= BodyLimit, "a body keeps its limit");
        require(!request.header("Transfer-Encoding") || !request.header("Content-Length"),
                "a message has one length");
        for (const std::string &parameter : request.parameters)
            require(isUtf8(parameter) && parameter.find('\0') == std::string::npos,
                    "a parameter is clean text");
        for (const auto &[name, value] : request.query)
            require(isUtf8(name) && isUtf8(value), "a query is UTF-8");
        for (const Header &header : request.headers)
            require(!header.name.empty() && isOneLine(header.name) && isOneLine(header.value),
                    "a header field is one line");
    }

    static bool isOneLine(std::string_view text)
    {
        return std::none_of(text.begin(), text.end(), [](char c) {
            return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == '\x7F';
        });
    }

    RequestReader m_reader{context()};
    Phase m_phase = Phase::Head;
    std::optional<Refused> m_refusal;
    std::string m_seen;
};

void feedInPieces(Connection &connection, std::string_view bytes, fuzz::Dice &dice,
                  std::size_t most)
{
    while (!bytes.empty()) {
        const std::size_t size = std::min(1 + dice.roll(most), bytes.size());
        // a copy of its own, so that reading past the piece is seen
        connection.feed(std::string(bytes.substr(0, size)));
        bytes.remove_prefix(size);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view bytes = fuzz::textOf(data, size);
    Connection whole;
    whole.feed(bytes);
    fuzz::Dice dice(bytes);
    for (const std::size_t most : {std::size_t(0), std::size_t(6), std::size_t(60)}) {
        Connection pieces;
        feedInPieces(pieces, bytes, dice, most);
        require(pieces.seen() == whole.seen(), "pieces make no other requests");
        require(pieces.waitsFor() == whole.waitsFor(), "pieces end where the whole does");
    }
    return 0;
}
