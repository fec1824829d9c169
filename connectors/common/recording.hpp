#pragma once
// A feed's input on disk: raw bytes with their times of arrival, in the order in which they were read. The format
// stands in docs/feeds/record.md. Whoever writes may be killed at any instant: what was written whole is read. Knows no
// protocol. One thread.
#include "connectors/common/descriptor.hpp"
#include "twin/base/result.hpp"
#include "twin/base/time.hpp"

#include <filesystem>
#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace dalian::connectors {

struct RecordedInput {
  enum class Kind : std::uint8_t {
    about = 0,    // bytes: JSON that says what recorded; begins each start of a recording
    packet = 1,   // a datagram, a broker's message
    line = 2,     // of text, without its end
    document = 3, // a whole one
    outcome = 4,  // there was no document: topic says why by name, bytes for people
    answer = 5,   // of a device that was asked; bytes as its connector writes them
  };
  static constexpr std::uint8_t kKinds = 6;

  Kind kind = Kind::packet;
  bool cut = false;          // the source had to leave some of it out
  std::uint16_t channel = 0; // which of the feed's sources
  std::uint32_t origin = 0;  // tells senders apart
  Instant arrival{};
  std::string_view topic{}; // of a broker
  std::string_view from{};  // address of the sender, where it is known
  std::string_view bytes{};
};

class RecordingWriter {
 public:
  /// A new file, or one of this version and the same `about`, which goes on behind its last whole record.
  static Result<std::unique_ptr<RecordingWriter>> open(std::filesystem::path const& file, std::string_view about);
  ~RecordingWriter() { flush(); }
  RecordingWriter(RecordingWriter const&) = delete;
  RecordingWriter& operator=(RecordingWriter const&) = delete;

  /// Kept for at most 64 KiB or 100 ms of arrivals.
  void write(RecordedInput const& input);
  /// Hands what is kept to the system.
  void flush();
  /// Why something could not be written: "" when all was. From then on nothing is.
  std::string const& trouble() const { return trouble_; }
  std::uint64_t bytes_dropped_at_open() const { return dropped_; }

 private:
  RecordingWriter(Descriptor file, std::uint64_t dropped) : file_(std::move(file)), dropped_(dropped) {}

  Descriptor file_;
  std::uint64_t dropped_;
  std::string waiting_, body_, trouble_;
  Instant oldest_{}; // arrival of the first that waits
};

class RecordingReader {
 public:
  /// Reads the header and the first record. The error names what is wrong; `name` is the file for messages.
  static Result<std::unique_ptr<RecordingReader>> open(std::filesystem::path const& file);
  static Result<std::unique_ptr<RecordingReader>> read(std::unique_ptr<std::istream> stream, std::string const& name);

  /// What the first record says, JSON.
  std::string const& about() const { return about_; }
  /// The next whole record that is no `about`; views until the next call. Nothing at the end.
  std::optional<RecordedInput> next();

  /// At the end: bytes behind the last whole record, of one that was being written when its writer was killed.
  std::uint64_t torn_bytes() const { return torn_; }
  /// Records whose checksum differs: left out.
  std::uint64_t damaged() const { return damaged_; }
  /// Where the last whole record ends, from the beginning.
  std::uint64_t whole_bytes() const { return whole_; }

 private:
  RecordingReader(std::unique_ptr<std::istream> stream, std::string name)
      : stream_(std::move(stream)), name_(std::move(name)) {}
  Status begin();
  bool read_body();

  std::unique_ptr<std::istream> stream_;
  std::string name_, about_, body_;
  std::uint64_t torn_ = 0, damaged_ = 0, whole_ = 0;
};

} // namespace dalian::connectors
