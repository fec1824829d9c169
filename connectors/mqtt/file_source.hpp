#pragma once
// A recording of a broker's messages: a JSON object a line with "topic" and "payload" (a text, or any JSON that is the
// payload itself) or "payload_hex": what mosquitto_sub -F %j prints, or -F '{"topic":"%t","payload_hex":"%x"}'.
#include "connectors/common/packet_source.hpp"

#include <filesystem>
#include <vector>

namespace dalian::mqtt {

class FileSource final : public connectors::PacketSource {
 public:
  /// Reads it whole. The error names the file.
  static Result<std::unique_ptr<FileSource>> open(std::filesystem::path const& file);
  FileSource(std::string content, std::string name);

  /// A line that is no such object is a packet without a topic.
  Next next(connectors::Packet& packet, std::chrono::milliseconds wait) override;
  std::string describe() const override { return name_; }

 private:
  void read(std::string_view line);

  std::string content_, name_;
  std::string_view rest_;
  std::string topic_;
  std::vector<std::uint8_t> payload_;
};

} // namespace dalian::mqtt
