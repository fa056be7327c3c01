// SPDX-License-Identifier: GPL-3.0-or-later
// The least that reading the engine's bodies can cost: one on-demand pass over each file, every row
// of "results" visited and its id taken. Prints the rows; the bench measures the process.
#include <simdjson.h>

#include <cstdio>

int main(int argc, char **argv)
{
    simdjson::ondemand::parser parser;
    std::size_t rows = 0;
    for (int i = 1; i < argc; ++i) {
        simdjson::padded_string text;
        if (simdjson::padded_string::load(argv[i]).get(text) != simdjson::SUCCESS)
            return 1;
        simdjson::ondemand::document document;
        if (parser.iterate(text).get(document) != simdjson::SUCCESS)
            continue; // a body that is no JSON: nothing to read
        simdjson::ondemand::array results;
        if (document["results"].get_array().get(results) != simdjson::SUCCESS)
            continue;
        for (auto row : results) {
            std::string_view id;
            if (row["id"].get_string().get(id) == simdjson::SUCCESS)
                ++rows;
        }
    }
    std::printf("%zu\n", rows);
    return 0;
}
