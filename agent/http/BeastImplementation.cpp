// SPDX-License-Identifier: GPL-3.0-or-later
// Beast's own code, compiled once (BOOST_BEAST_SEPARATE_COMPILATION).
#include <boost/beast/src.hpp>
