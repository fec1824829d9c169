#include "connectors/v2x/file_source.hpp"

#include "connectors/v2x/j2735_frame.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

namespace dalian::v2x {
namespace {

using connectors::Packet;

std::span<std::uint8_t const> as_bytes(std::string_view text) {
  return {reinterpret_cast<std::uint8_t const*>(text.data()), text.size()};
}

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

/// Empty when it is no hexadecimal: no message of any format is.
void read_hex(std::string_view line, std::vector<std::uint8_t>& out) {
  out.clear();
  for (std::size_t i = 0; i + 1 < line.size(); i += 2) {
    int const high = digit(line[i]), low = digit(line[i + 1]);
    if (high < 0 || low < 0) return out.clear();
    out.push_back(static_cast<std::uint8_t>(16 * high + low));
  }
  if (line.size() % 2 != 0) out.clear();
}

/// Takes the topic off a line "topic payload".
std::string_view cut_topic(std::string_view& line) {
  auto const end = line.find(' ');
  if (end == line.npos) return {};
  auto const topic = line.substr(0, end);
  line.remove_prefix(end + 1);
  return topic;
}

} // namespace

Result<std::unique_ptr<FileSource>> FileSource::open(std::filesystem::path const& file, Framing framing) {
  auto const problem = [&](std::string const& why) { return Error{fmt::format("{}: {}", file.string(), why)}; };
  std::error_code error;
  auto const bytes = std::filesystem::file_size(file, error);
  if (error) return problem("cannot be read: " + error.message());
  if (bytes > kMostBytes) return problem(fmt::format("larger than {} MiB; split it", kMostBytes >> 20));
  std::ifstream in(file, std::ios::binary);
  if (!in) return problem(fmt::format("cannot be read: {}", std::strerror(errno)));
  return std::make_unique<FileSource>(std::string(std::istreambuf_iterator<char>(in), {}), framing, file.string());
}

FileSource::FileSource(std::string content, Framing framing, std::string name)
    : content_(std::move(content)), framing_(framing), name_(std::move(name)), rest_(content_) {}

/// What does not look like a frame is given whole, as the last one: its reader counts it.
bool FileSource::next_frame(Packet& packet) {
  if (std::all_of(rest_.begin(), rest_.end(), [](char c) { return c == 0; })) return false; // padding
  auto const octets = j2735::frame_octets(as_bytes(rest_)).value_or(rest_.size());
  packet.bytes = as_bytes(rest_.substr(0, octets));
  rest_.remove_prefix(octets);
  return true;
}

/// The next line that is neither empty nor a comment.
bool FileSource::next_line(Packet& packet) {
  while (!rest_.empty()) {
    auto const end = rest_.find('\n');
    auto line = rest_.substr(0, end);
    rest_.remove_prefix(end == rest_.npos ? rest_.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line[0] == '#') continue;
    if (framing_ == Framing::hex_lines) read_hex(line, from_hex_);
    if (framing_ == Framing::lines && line[0] != '{') packet.topic = cut_topic(line);
    packet.bytes = framing_ == Framing::hex_lines ? std::span<std::uint8_t const>(from_hex_) : as_bytes(line);
    return true;
  }
  return false;
}

FileSource::Next FileSource::next(Packet& packet, std::chrono::milliseconds) {
  packet = {};
  bool const found = framing_ == Framing::frames ? next_frame(packet) : next_line(packet);
  return found ? Next::packet : Next::ended;
}

} // namespace dalian::v2x
