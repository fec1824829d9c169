#include "twin/water/inp_lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace dalian::water {
namespace {

// The first four letters tell a section (EPANET 2 manual, C.2).
constexpr std::array kSections{"TITLE",    "JUNCTIONS",   "RESERVOIRS", "TANKS",   "PIPES",    "PUMPS",    "VALVES",
                               "EMITTERS", "CURVES",      "PATTERNS",   "ENERGY",  "STATUS",   "CONTROLS", "RULES",
                               "DEMANDS",  "QUALITY",     "REACTIONS",  "SOURCES", "MIXING",   "OPTIONS",  "TIMES",
                               "REPORT",   "COORDINATES", "VERTICES",   "LABELS",  "BACKDROP", "TAGS",     "LEAKAGE"};

char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> out;
  auto const blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == ','; };
  for (std::size_t i = 0; i < line.size();) {
    if (blank(line[i])) {
      ++i;
      continue;
    }
    std::size_t end = i + 1;
    if (line[i] == '"') {
      end = std::min(line.find('"', i + 1), line.size());
      out.push_back(line.substr(i + 1, end - i - 1));
      i = end + 1;
      continue;
    }
    while (end < line.size() && !blank(line[end]))
      ++end;
    out.push_back(line.substr(i, end - i));
    i = end;
  }
  return out;
}

char const* section_of(std::string_view heading) {
  for (char const* section : kSections)
    if (begins_with(heading, std::string_view(section).substr(0, 4))) return section;
  return nullptr;
}

} // namespace

bool begins_with(std::string_view word, std::string_view wanted) {
  if (word.size() < wanted.size()) return false;
  return std::equal(wanted.begin(), wanted.end(), word.begin(), [](char a, char b) { return a == upper(b); });
}

bool same_word(std::string_view word, std::string_view wanted) {
  return word.size() == wanted.size() && begins_with(word, wanted);
}

std::optional<double> to_number(std::string_view word) {
  if (word.starts_with('+')) word.remove_prefix(1);
  double value = 0;
  auto const [end, bad] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (bad != std::errc() || end != word.data() + word.size() || !(std::abs(value) < 1e15)) return std::nullopt;
  return value;
}

std::optional<std::int64_t> to_seconds(std::string_view word, std::string_view unit) {
  double hours = 0, share = 1;
  bool const clock = word.find(':') != std::string_view::npos;
  for (std::string_view rest = word;; share /= 60) {
    auto const colon = rest.find(':');
    auto const part = to_number(rest.substr(0, colon));
    if (!part || *part < 0 || share < 1e-4) return std::nullopt;
    hours += *part * share;
    if (colon == std::string_view::npos) break;
    rest.remove_prefix(colon + 1);
  }
  if (begins_with(unit, "SEC") && !clock) hours /= 3600;
  if (begins_with(unit, "MIN") && !clock) hours /= 60;
  if (begins_with(unit, "DAY") && !clock) hours *= 24;
  bool const am = same_word(unit, "AM"), pm = same_word(unit, "PM");
  if ((am || pm) && hours >= 13) return std::nullopt;
  if (am && hours >= 12) hours -= 12;
  if (pm && hours < 12) hours += 12;
  if (hours > 1e6) return std::nullopt;
  return std::llround(hours * 3600);
}

Result<InpSections> split_inp(std::string_view text, std::string const& name) {
  InpSections out;
  std::vector<InpLine>* section = nullptr;
  bool title = false;
  for (std::uint32_t number = 1; !text.empty(); ++number) {
    auto const end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (!title || line.starts_with('[')) line = line.substr(0, line.find(';'));
    auto words = words_of(line);
    if (words.empty()) continue;
    if (words[0].starts_with('[')) {
      auto const heading = words[0].substr(1);
      if (begins_with(heading, "END")) break;
      char const* known = section_of(heading);
      if (known == nullptr) return Error{fmt::format("{}:{}: no section is named {}", name, number, words[0])};
      section = &out[known];
      title = known == std::string_view("TITLE");
    } else if (section == nullptr) {
      return Error{fmt::format("{}:{}: a section such as [JUNCTIONS] must come first", name, number)};
    } else {
      section->push_back({number, std::move(words)});
    }
  }
  return out;
}

} // namespace dalian::water
