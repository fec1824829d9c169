#include "connectors/common/line_buffer.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <utility>

namespace dalian::connectors {
namespace {

std::string_view without_cr(std::string_view line) {
  return line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
}

} // namespace

LineBuffer::LineBuffer(std::size_t max_line, std::size_t capacity) : max_line_(max_line), bytes_(capacity) {
  assert(capacity > max_line + 2);
}

std::span<char> LineBuffer::space() {
  if (begin_ > 0) {
    std::memmove(bytes_.data(), bytes_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  assert(end_ < bytes_.size()); // next() never leaves more than a cut line behind
  return {bytes_.data() + end_, bytes_.size() - end_};
}

std::optional<RawLine> LineBuffer::next() {
  while (begin_ < end_) {
    char const* const start = bytes_.data() + begin_;
    auto const* const lf = static_cast<char const*>(std::memchr(start, '\n', end_ - begin_));
    if (lf != nullptr) {
      auto const length = static_cast<std::size_t>(lf - start);
      begin_ += length + 1;
      if (std::exchange(skipping_, false)) continue; // the end of a line already handed out
      auto const line = without_cr({start, length});
      return RawLine{line.substr(0, max_line_), line.size() > max_line_};
    }
    if (skipping_) {
      begin_ = end_;
      return std::nullopt;
    }
    if (end_ - begin_ <= max_line_ + 1) return std::nullopt; // 1 for a CR
    skipping_ = true;
    begin_ = end_;
    return RawLine{{start, max_line_}, true};
  }
  return std::nullopt;
}

std::optional<RawLine> LineBuffer::rest() {
  bool const skipping = std::exchange(skipping_, false);
  if (begin_ == end_ || skipping) {
    begin_ = end_;
    return std::nullopt;
  }
  auto const line = without_cr({bytes_.data() + begin_, end_ - begin_});
  begin_ = end_;
  return RawLine{line.substr(0, max_line_), line.size() > max_line_};
}

} // namespace dalian::connectors
