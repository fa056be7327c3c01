// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/http/Responder.h"

#include <utility>

namespace resync::http {

void ResponseSink::abandon()
{
    deliver(Response{500, {}, {}, nullptr});
}

std::shared_ptr<StreamSink> ResponseSink::openStream(StreamStart start)
{
    abandon();
    if (start.onClosed)
        start.onClosed();
    return nullptr;
}

Responder::Responder(std::shared_ptr<ResponseSink> sink)
    : m_sink(std::move(sink))
{}

Responder &Responder::operator=(Responder &&other) noexcept
{
    if (this != &other) {
        Responder dropped(std::move(*this));
        m_sink = std::move(other.m_sink);
    }
    return *this;
}

Responder::~Responder()
{
    if (m_sink != nullptr)
        m_sink->abandon();
}

void Responder::send(Response response)
{
    if (const auto sink = std::exchange(m_sink, nullptr))
        sink->deliver(std::move(response));
}

EventStream Responder::openStream(StreamStart start)
{
    const auto sink = std::exchange(m_sink, nullptr);
    return EventStream(sink != nullptr ? sink->openStream(std::move(start)) : nullptr);
}

} // namespace resync::http
