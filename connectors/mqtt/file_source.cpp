#include "connectors/mqtt/file_source.hpp"

#include "connectors/common/document_source.hpp"
#include "connectors/common/json_depth.hpp"

#include <charconv>
#include <nlohmann/json.hpp>

namespace dalian::mqtt {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostBytes = 1U << 30, kMostNested = 64;

/// False when it is no hexadecimal.
bool read_hex(std::string_view hex, std::vector<std::uint8_t>& out) {
  if (hex.size() % 2 != 0) return false;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    unsigned byte = 0;
    auto const* const end = hex.data() + i + 2;
    if (std::from_chars(hex.data() + i, end, byte, 16).ptr != end) return false;
    out.push_back(static_cast<std::uint8_t>(byte));
  }
  return true;
}

} // namespace

Result<std::unique_ptr<FileSource>> FileSource::open(std::filesystem::path const& file) {
  auto content = connectors::read_whole_file(file, kMostBytes);
  if (!content) return Error{content.error()};
  return std::make_unique<FileSource>(std::move(*content), file.string());
}

FileSource::FileSource(std::string content, std::string name)
    : content_(std::move(content)), name_(std::move(name)), rest_(content_) {}

void FileSource::read(std::string_view line) {
  topic_.clear();
  payload_.clear();
  if (!connectors::nested_at_most(line, kMostNested)) return;
  auto const json = Json::parse(line, nullptr, false);
  if (!json.is_object() || !json.contains("topic") || !json["topic"].is_string()) return;
  auto const hex = json.find("payload_hex"), payload = json.find("payload");
  if (hex != json.end() && hex->is_string()) {
    if (!read_hex(hex->get<std::string>(), payload_)) return;
  } else if (payload != json.end()) {
    auto const text = payload->is_string() ? payload->get<std::string>() : payload->dump();
    payload_.assign(text.begin(), text.end());
  } else {
    return;
  }
  topic_ = json["topic"].get<std::string>();
}

FileSource::Next FileSource::next(connectors::Packet& packet, std::chrono::milliseconds) {
  while (!rest_.empty()) {
    auto const end = rest_.find('\n');
    auto const line = rest_.substr(0, end);
    rest_.remove_prefix(end == rest_.npos ? rest_.size() : end + 1);
    if (line.find_first_not_of(" \t\r") == line.npos) continue;
    read(line);
    packet = {};
    packet.topic = topic_;
    packet.bytes = payload_;
    return Next::packet;
  }
  return Next::ended;
}

} // namespace dalian::mqtt
