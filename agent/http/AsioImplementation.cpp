// SPDX-License-Identifier: GPL-3.0-or-later
// Asio's own code, compiled once (BOOST_ASIO_SEPARATE_COMPILATION).
#include <boost/asio/impl/src.hpp>
