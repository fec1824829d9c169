#pragma once
// A recording cut into messages: MessageFrames of SAE J2735 back to back, a message a line in hexadecimal, or a line
// of JSON each, with its topic and a space before it or not (what mosquitto_sub -v prints).
#include "connectors/common/packet_source.hpp"

#include <filesystem>
#include <vector>

namespace dalian::v2x {

enum class Framing : std::uint8_t { frames, hex_lines, lines };

class FileSource final : public connectors::PacketSource {
 public:
  static constexpr std::uintmax_t kMostBytes = 1U << 30;

  /// Reads it whole. The error names the file.
  static Result<std::unique_ptr<FileSource>> open(std::filesystem::path const& file, Framing framing);
  FileSource(std::string content, Framing framing, std::string name);

  Next next(connectors::Packet& packet, std::chrono::milliseconds wait) override;
  std::string describe() const override { return name_; }

 private:
  bool next_frame(connectors::Packet& packet);
  bool next_line(connectors::Packet& packet);

  std::string content_;
  Framing framing_;
  std::string name_;
  std::string_view rest_;
  std::vector<std::uint8_t> from_hex_;
};

} // namespace dalian::v2x
