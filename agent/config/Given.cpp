// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/config/Given.h"

#include "agent/config/Names.h"
#include "agent/config/TextFile.h"

#include <algorithm>

namespace resync::config {

namespace {

bool isStronger(const Assignment &a, const Assignment &b)
{
    return a.origin.layer < b.origin.layer;
}

const Assignment *strongestOf(const std::vector<Assignment> &all)
{
    const auto found = std::min_element(all.begin(), all.end(), isStronger);
    return found == all.end() ? nullptr : &*found;
}

void addTo(std::vector<Assignment> &all, const Setting &line, Assignment next, Problems &problems)
{
    const auto same = std::find_if(all.begin(), all.end(), [&](const Assignment &earlier) {
        return earlier.origin.layer == next.origin.layer;
    });
    if (same == all.end())
        all.push_back(std::move(next));
    else if (same->text != next.text)
        problems.error(line.name, next.name + " in " + next.origin.place() + ": differs from " +
                                      same->name + " in " + same->origin.place() +
                                      "; keep one of them");
}

void warnUnknown(const Assignment &unknown, Problems &problems)
{
    const std::string nearest = nearestName(unknown.name);
    problems.warning(unknown.name, unknown.name + " in " + unknown.origin.place() +
                                       ": there is no such setting" +
                                       (nearest.empty() ? "" : "; did you mean " + nearest + "?"));
}

std::optional<Assignment> readReference(const Setting &line, const Assignment &reference,
                                        const std::filesystem::path &base, Problems &problems)
{
    const auto path = resolvedPath(reference.text, reference.origin, base);
    auto file = readTextFile(path);
    if (file && *file)
        return Assignment{reference.name,
                          withoutLineEnd(std::move((*file)->text)),
                          {Layer::File, path.string(), std::nullopt}};
    problems.error(line.name,
                   reference.name + " in " + reference.origin.place() + ": " +
                       (file ? path.string() + ": there is no such file" : file.error().message));
    return std::nullopt;
}

} // namespace

Given::Given()
    : m_settings(allSettings().size())
{}

void Given::add(Assignment assignment, Problems &problems)
{
    const NameMeaning meaning = meaningOf(assignment.name);
    if (meaning.setting == nullptr) {
        warnUnknown(assignment, problems);
        return;
    }
    PerSetting &target = m_settings[static_cast<std::size_t>(meaning.setting->key)];
    if (!meaning.isFile)
        addTo(target.values, *meaning.setting, std::move(assignment), problems);
    else if (!assignment.text.empty())
        addTo(target.files, *meaning.setting, std::move(assignment), problems);
}

const Assignment *Given::PerSetting::strongest() const
{
    const Assignment *value = strongestOf(values);
    const Assignment *file = strongestOf(files);
    const bool isFile = file != nullptr && (value == nullptr || Layer::File < value->origin.layer);
    return isFile ? file : value;
}

std::optional<Assignment> Given::strongest(Key key, const std::filesystem::path &base,
                                           Problems &problems) const
{
    const PerSetting &given = m_settings[static_cast<std::size_t>(key)];
    const Assignment *strongest = given.strongest();
    if (strongest == nullptr)
        return std::nullopt;
    if (meaningOf(strongest->name).isFile)
        return readReference(setting(key), *strongest, base, problems);
    return *strongest;
}

std::vector<Assignment> Given::overruled(Key key, const std::filesystem::path &base,
                                         Problems &problems) const
{
    const PerSetting &given = m_settings[static_cast<std::size_t>(key)];
    const Assignment *strongest = given.strongest();
    std::vector<Assignment> others;
    for (const Assignment &value : given.values) {
        if (&value != strongest)
            others.push_back(value);
    }
    for (const Assignment &file : given.files) {
        if (&file == strongest)
            continue;
        if (auto read = readReference(setting(key), file, base, problems))
            others.push_back(std::move(*read));
    }
    return others;
}

std::filesystem::path resolvedPath(const std::string &path, const Origin &origin,
                                   const std::filesystem::path &base)
{
    const auto from = origin.file.empty() ? base : std::filesystem::path(origin.file).parent_path();
    return (from / path).lexically_normal(); // an absolute path replaces what it counts from
}

std::string withoutLineEnd(std::string text)
{
    if (text.ends_with('\n'))
        text.pop_back();
    if (text.ends_with('\r'))
        text.pop_back();
    return text;
}

} // namespace resync::config
