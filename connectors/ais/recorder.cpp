#include "connectors/ais/recorder.hpp"

#include "connectors/ais/checksum.hpp"

#include <cerrno>
#include <cstring>

#include <fmt/format.h>

namespace dalian::ais {

Result<std::unique_ptr<Recorder>> Recorder::open(std::filesystem::path const& file) {
  std::ofstream out(file, std::ios::binary | std::ios::app);
  if (!out) return Error{fmt::format("{}: cannot be written: {}", file.string(), std::strerror(errno))};
  return std::unique_ptr<Recorder>(new Recorder(std::move(out)));
}

void Recorder::write(std::string_view line, Instant arrival) {
  bool const sentence = !line.empty() && (line[0] == '!' || line[0] == '$' || line[0] == '\\');
  if (sentence) {
    auto const tag =
        fmt::format("c:{}", std::chrono::floor<std::chrono::milliseconds>(arrival).time_since_epoch().count());
    out_ << '\\' << tag << fmt::format("*{:02X}\\", xor_checksum(tag));
  }
  out_ << line << '\n';
}

} // namespace dalian::ais
