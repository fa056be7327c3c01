// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <clocale>
#include <locale>
#include <string>

namespace resync::test {

/// While it lives, numbers that are formatted through the C or C++ locale have a decimal comma and
/// dots between thousands: wire formats must not notice. The C locale changes only where such a
/// locale is installed.
class CommaLocale
{
public:
    CommaLocale()
        : m_cpp(std::locale::global(std::locale(std::locale(), new Punctuation)))
        , m_c(std::setlocale(LC_ALL, nullptr))
    {
        for (const char *name : {"de_DE.UTF-8", "pt_BR.UTF-8", "de_DE.utf8", "de_DE", "pt_BR"})
            if (std::setlocale(LC_ALL, name) != nullptr)
                break;
    }
    ~CommaLocale()
    {
        std::locale::global(m_cpp);
        std::setlocale(LC_ALL, m_c.c_str());
    }
    CommaLocale(const CommaLocale &) = delete;
    CommaLocale &operator=(const CommaLocale &) = delete;

private:
    class Punctuation final : public std::numpunct<char>
    {
        char do_decimal_point() const override { return ','; }
        char do_thousands_sep() const override { return '.'; }
        std::string do_grouping() const override { return "\3"; }
    };

    std::locale m_cpp;
    std::string m_c;
};

} // namespace resync::test
