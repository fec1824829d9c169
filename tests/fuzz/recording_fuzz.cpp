// Any bytes as a recording: every byte is of a whole record or of a torn end, and what is read can be written again.
#include "connectors/common/recording.hpp"
#include "tests/fuzz/fuzz.hpp"

#include <random>
#include <sstream>

using namespace dalian;
using connectors::RecordedInput;
using connectors::RecordingReader;
using connectors::RecordingWriter;

std::vector<std::string> fuzz::seeds() {
  auto const file =
      std::filesystem::temp_directory_path() / ("seed_" + std::to_string(std::random_device{}()) + ".rec");
  {
    auto writer = std::move(RecordingWriter::open(file, "{\"command\":\"v2x\",\"options\":[]}")).value();
    writer->write({.arrival = from_unix_ns(1), .topic = "v2x/v1", .from = "192.0.2.1:4600", .bytes = "bytes"});
    writer->write({.kind = RecordedInput::Kind::outcome, .channel = 1, .topic = "http_status", .bytes = "503"});
    writer->write({.kind = RecordedInput::Kind::line, .cut = true, .origin = 7, .bytes = "!AIVDM,1,1,,A,x,0*00"});
  }
  auto const whole = read_file(file);
  std::filesystem::remove(file);
  return {whole, whole.substr(0, whole.size() - 3), whole.substr(0, 16)};
}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  auto reader =
      RecordingReader::read(std::make_unique<std::istringstream>(std::string(fuzz::text(data, size))), "fuzz");
  if (!reader) {
    fuzz::require(!reader.error().empty());
    return 0;
  }
  while (auto const input = (*reader)->next()) {
    fuzz::require(input->kind != RecordedInput::Kind::about);
    fuzz::require(input->topic.size() + input->from.size() + input->bytes.size() <= size);
  }
  fuzz::require((*reader)->whole_bytes() + (*reader)->torn_bytes() == size);
  return 0;
}
