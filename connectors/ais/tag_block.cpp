#include "connectors/ais/tag_block.hpp"

#include "connectors/ais/checksum.hpp"

#include <charconv>

namespace dalian::ais {
namespace {

using namespace std::chrono;

constexpr Instant kEarliest = sys_days{year{2000} / 1 / 1};
constexpr Instant kLatest = sys_days{year{2051} / 1 / 1};
constexpr std::size_t kMaxSource = 15;

template <class T>
std::optional<T> parse_number(std::string_view text) {
  T value{};
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<SentenceGroup> make_group(std::string_view part, std::string_view total, std::string_view id) {
  auto const p = parse_number<std::uint8_t>(part), t = parse_number<std::uint8_t>(total);
  auto const i = parse_number<std::uint32_t>(id);
  if (!p || !t || !i || *p < 1 || *p > *t || *t > 99) return std::nullopt;
  return SentenceGroup{*p, *t, *i};
}

/// "1-2-9999"
std::optional<SentenceGroup> parse_group(std::string_view text) {
  auto const first = text.find('-');
  auto const second = first == text.npos ? text.npos : text.find('-', first + 1);
  if (second == text.npos) return std::nullopt;
  return make_group(text.substr(0, first), text.substr(first + 1, second - first - 1), text.substr(second + 1));
}

/// IEC 61162-450: the key itself is "1G2", the value the id.
std::optional<SentenceGroup> parse_iec_group(std::string_view key, std::string_view value) {
  auto const g = key.find('G');
  if (g == key.npos) return std::nullopt;
  return make_group(key.substr(0, g), key.substr(g + 1), value);
}

/// False when a field has no "key:value" form.
bool read_field(std::string_view field, TagBlock& tags) {
  auto const colon = field.find(':');
  if (colon == field.npos || colon == 0) return false;
  auto const key = field.substr(0, colon), value = field.substr(colon + 1);
  if (key == "c") {
    tags.received = parse_tag_time(value);
  } else if (key == "s") {
    tags.source = value.substr(0, kMaxSource);
  } else if (key == "g") {
    tags.group = parse_group(value);
  } else if (key.size() >= 3) {
    tags.group = parse_iec_group(key, value);
  } // d destination, n line count, r relative time, t and i text, q and T of one vendor: nothing the twin uses
  return true;
}

/// The inside of one block, "c:1565218798*53". Nothing when it is damaged.
std::optional<TagBlock> parse_block(std::string_view block) {
  if (block.size() < 3 || block[block.size() - 3] != '*') return std::nullopt;
  auto const fields = block.substr(0, block.size() - 3);
  auto const expected = parse_hex_byte(block.substr(block.size() - 2));
  if (!expected || *expected != xor_checksum(fields)) return std::nullopt;
  TagBlock tags;
  std::size_t start = 0;
  while (start <= fields.size()) {
    auto const comma = std::min(fields.find(',', start), fields.size());
    if (!read_field(fields.substr(start, comma - start), tags)) return std::nullopt;
    start = comma + 1;
  }
  return tags;
}

} // namespace

void TagBlock::merge(TagBlock const& later) {
  if (later.received) received = later.received;
  if (later.group) group = later.group;
  if (!later.source.empty()) source = later.source;
}

std::optional<Instant> parse_tag_time(std::string_view digits) {
  auto const dot = digits.find('.');
  auto const whole_text = digits.substr(0, dot);
  auto const whole = parse_number<std::uint64_t>(whole_text);
  if (!whole) return std::nullopt;
  std::int64_t unit_ns = 0;
  switch (whole_text.size()) {
  case 10:
    unit_ns = 1'000'000'000;
    break;
  case 13:
    unit_ns = 1'000'000;
    break;
  case 16:
    unit_ns = 1'000;
    break;
  default:
    return std::nullopt;
  }
  auto const limit = static_cast<std::uint64_t>(to_unix_ns(kLatest) / unit_ns);
  if (*whole >= limit) return std::nullopt;
  std::int64_t ns = static_cast<std::int64_t>(*whole) * unit_ns;
  if (dot != digits.npos) {
    for (char const c : digits.substr(dot + 1)) {
      if (c < '0' || c > '9') return std::nullopt;
      unit_ns /= 10;
      ns += (c - '0') * unit_ns;
    }
  }
  Instant const t = from_unix_ns(ns);
  return t >= kEarliest ? std::optional(t) : std::nullopt;
}

TagBlockSplit split_tag_blocks(std::string_view line) {
  TagBlockSplit split{.tags = {}, .rest = line};
  while (!split.rest.empty() && split.rest.front() == '\\') {
    auto const end = split.rest.find('\\', 1);
    if (end == split.rest.npos) {
      split.unclosed = true;
      return split;
    }
    ++split.blocks;
    if (auto const tags = parse_block(split.rest.substr(1, end - 1)))
      split.tags.merge(*tags);
    else
      ++split.dropped;
    split.rest.remove_prefix(end + 1);
  }
  return split;
}

} // namespace dalian::ais
