// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/api/Gzip.h"

#include <zlib.h>

namespace resync::api {

std::string gzip(std::string_view text)
{
    constexpr int GzipWindow = 15 + 16; // zlib manual, deflateInit2: +16 writes a gzip header
    constexpr int Level = 5;
    z_stream stream{};
    if (deflateInit2(&stream, Level, Z_DEFLATED, GzipWindow, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return {};
    std::string out(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
    // zlib never writes through next_in; its type predates const
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef *>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int result = deflate(&stream, Z_FINISH);
    out.resize(result == Z_STREAM_END ? stream.total_out : 0);
    deflateEnd(&stream);
    return out;
}

} // namespace resync::api
