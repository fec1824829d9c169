#pragma once
// A container of timed messages by the MCAP specification (mcap.dev/spec), version 0: chunks with zstd and an index of
// their messages, then a summary with statistics, everything under checksums. Knows nothing of what the messages say.
#include <cstdint>
#include <map>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace dalian::exports {

class McapWriter {
 public:
  /// Writes magic and header.
  McapWriter(std::ostream& out, std::string_view library);

  std::uint16_t add_schema(std::string_view name, std::string_view encoding, std::string_view data);
  std::uint16_t add_channel(std::uint16_t schema, std::string_view topic, std::string_view encoding,
                            std::map<std::string, std::string> const& metadata);

  /// Times in ns since 1970; `channel` has been added.
  void write(std::uint16_t channel, std::uint64_t log_time, std::uint64_t publish_time, std::string_view data);

  /// Ends the last chunk and writes summary and footer; nothing may follow.
  void finish();

 private:
  struct ChunkIndex {
    std::uint64_t start = 0, end = 0; // log time
    std::uint64_t offset = 0, length = 0;
    std::map<std::uint16_t, std::uint64_t> index_offsets; // of each channel's message index
    std::uint64_t index_length = 0, compressed = 0, uncompressed = 0;
  };
  void put(std::string_view bytes);
  void end_chunk();
  void write_indexes(ChunkIndex& chunk);
  std::string statistics() const;
  static std::string content(ChunkIndex const& chunk);

  std::ostream& out_;
  std::uint64_t offset_ = 0;                    // bytes written
  std::uint32_t crc_ = 0;                       // of what is being covered: all from the beginning, then the summary
  std::vector<std::string> schemas_, channels_; // records as written, by id from 1
  std::string chunk_;                           // being filled
  std::uint64_t chunk_start_ = 0, chunk_end_ = 0;
  std::map<std::uint16_t, std::vector<std::pair<std::uint64_t, std::uint64_t>>> messages_; // of it: time, place
  std::vector<ChunkIndex> chunks_;
  std::map<std::uint16_t, std::uint64_t> counts_;
  std::uint64_t first_time_ = 0, last_time_ = 0, count_ = 0;
};

} // namespace dalian::exports
