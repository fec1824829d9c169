#include "connectors/mqtt/topic_filter.hpp"

#include <charconv>

namespace dalian::mqtt {
namespace {

/// The part up to the next '/', taken off with it; `last` when there was none.
std::string_view take_level(std::string_view& rest, bool& last) {
  auto const end = rest.find('/');
  last = end == std::string_view::npos;
  auto const level = rest.substr(0, end);
  rest.remove_prefix(last ? rest.size() : end + 1);
  return level;
}

} // namespace

bool is_filter(std::string_view text) {
  if (text.empty() || text.size() > 65'535 || text.find('\0') != std::string_view::npos) return false;
  for (bool last = false; !last;) {
    auto const level = take_level(text, last);
    bool const has_wildcard = level.find_first_of("+#") != std::string_view::npos;
    if (has_wildcard && level.size() > 1) return false;
    if (level == "#" && !last) return false;
  }
  return true;
}

std::optional<std::vector<std::string>> match(std::string_view filter, std::string_view topic) {
  if (topic.starts_with('$') != filter.starts_with('$')) return std::nullopt;
  std::vector<std::string> captures;
  for (bool filter_ends = false, topic_ends = false;;) {
    auto const rest = topic;
    auto const wanted = take_level(filter, filter_ends);
    if (wanted == "#") {
      captures.emplace_back(topic_ends ? "" : rest);
      return captures;
    }
    if (topic_ends) return std::nullopt;
    auto const level = take_level(topic, topic_ends);
    if (wanted == "+")
      captures.emplace_back(level);
    else if (wanted != level)
      return std::nullopt;
    if (filter_ends) return topic_ends ? std::optional(captures) : std::nullopt;
    if (topic_ends && filter != "#") return std::nullopt; // "a/#" takes "a" too
  }
}

std::optional<std::string> fill(std::string_view pattern, std::vector<std::string> const& captures) {
  std::string out;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    if (pattern[at] == '}') return std::nullopt;
    if (pattern[at] != '{') {
      out += pattern[at];
      continue;
    }
    auto const end = pattern.find('}', at);
    if (end == std::string_view::npos) return std::nullopt;
    std::size_t n = 0;
    auto const [stop, error] = std::from_chars(pattern.data() + at + 1, pattern.data() + end, n);
    if (error != std::errc() || stop != pattern.data() + end || n < 1 || n > captures.size()) return std::nullopt;
    out += captures[n - 1];
    at = end;
  }
  return out;
}

} // namespace dalian::mqtt
