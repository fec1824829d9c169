#include "twin/export/mcap_writer.hpp"

#include "twin/history/bytes.hpp"

#include <algorithm>

namespace dalian::exports {
namespace {

using history::put;

constexpr std::string_view kMagic("\x89MCAP0\r\n", 8);
constexpr std::size_t kChunkBytes = 1 << 20; // before compression
constexpr int kLevel = 3;                    // of zstd
constexpr std::string_view kCompression = "zstd";

enum class Op : std::uint8_t {
  header = 0x01,
  footer = 0x02,
  schema = 0x03,
  channel = 0x04,
  message = 0x05,
  chunk = 0x06,
  message_index = 0x07,
  chunk_index = 0x08,
  statistics = 0x0b,
  summary_offset = 0x0e,
  data_end = 0x0f,
};

void put_text(std::string& out, std::string_view text) {
  put(out, text.size(), 4);
  out += text;
}

std::string record(Op op, std::string_view content) {
  std::string out;
  put(out, static_cast<std::uint64_t>(op), 1);
  put(out, content.size(), 8);
  out += content;
  return out;
}

std::string counts(std::map<std::uint16_t, std::uint64_t> const& numbers) {
  std::string entries, out;
  for (auto const& [channel, number] : numbers) {
    put(entries, channel, 2);
    put(entries, number, 8);
  }
  put_text(out, entries);
  return out;
}

} // namespace

McapWriter::McapWriter(std::ostream& out, std::string_view library) : out_(out) {
  std::string header;
  put_text(header, ""); // no profile
  put_text(header, library);
  put(kMagic);
  put(record(Op::header, header));
}

void McapWriter::put(std::string_view bytes) {
  out_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  offset_ += bytes.size();
  crc_ = history::crc32_of(crc_, bytes);
}

std::uint16_t McapWriter::add_schema(std::string_view name, std::string_view encoding, std::string_view data) {
  auto const id = static_cast<std::uint16_t>(schemas_.size() + 1);
  std::string content;
  history::put(content, id, 2);
  for (std::string_view const text : {name, encoding, data})
    put_text(content, text);
  schemas_.push_back(record(Op::schema, content));
  chunk_ += schemas_.back();
  return id;
}

std::uint16_t McapWriter::add_channel(std::uint16_t schema, std::string_view topic, std::string_view encoding,
                                      std::map<std::string, std::string> const& metadata) {
  auto const id = static_cast<std::uint16_t>(channels_.size() + 1);
  std::string content, entries;
  history::put(content, id, 2);
  history::put(content, schema, 2);
  put_text(content, topic);
  put_text(content, encoding);
  for (auto const& [key, value] : metadata) {
    put_text(entries, key);
    put_text(entries, value);
  }
  put_text(content, entries);
  channels_.push_back(record(Op::channel, content));
  chunk_ += channels_.back();
  return id;
}

void McapWriter::write(std::uint16_t channel, std::uint64_t log_time, std::uint64_t publish_time,
                       std::string_view data) {
  chunk_start_ = messages_.empty() ? log_time : std::min(chunk_start_, log_time);
  chunk_end_ = messages_.empty() ? log_time : std::max(chunk_end_, log_time);
  first_time_ = count_ == 0 ? log_time : std::min(first_time_, log_time);
  last_time_ = std::max(last_time_, log_time);
  messages_[channel].emplace_back(log_time, chunk_.size());
  std::string content;
  history::put(content, channel, 2);
  history::put(content, counts_[channel]++, 4);
  history::put(content, log_time, 8);
  history::put(content, publish_time, 8);
  content += data;
  chunk_ += record(Op::message, content);
  ++count_;
  if (chunk_.size() >= kChunkBytes) end_chunk();
}

void McapWriter::end_chunk() {
  if (chunk_.empty()) return;
  std::string const compressed = history::compress(chunk_, kLevel);
  ChunkIndex index{.start = chunk_start_, .end = chunk_end_, .offset = offset_, .index_offsets = {}};
  index.compressed = compressed.size();
  index.uncompressed = chunk_.size();
  std::string content;
  history::put(content, index.start, 8);
  history::put(content, index.end, 8);
  history::put(content, chunk_.size(), 8);
  history::put(content, history::crc32_of(0, chunk_), 4);
  put_text(content, kCompression);
  history::put(content, compressed.size(), 8);
  content += compressed;
  put(record(Op::chunk, content));
  index.length = offset_ - index.offset;
  write_indexes(index);
  chunks_.push_back(std::move(index));
  chunk_.clear();
  messages_.clear();
  chunk_start_ = chunk_end_ = 0;
}

void McapWriter::write_indexes(ChunkIndex& chunk) {
  std::uint64_t const begin = offset_;
  for (auto& [channel, places] : messages_) {
    std::stable_sort(places.begin(), places.end(), [](auto const& a, auto const& b) { return a.first < b.first; });
    chunk.index_offsets[channel] = offset_;
    std::string content, entries;
    for (auto const& [time, place] : places) {
      history::put(entries, time, 8);
      history::put(entries, place, 8);
    }
    history::put(content, channel, 2);
    put_text(content, entries);
    put(record(Op::message_index, content));
  }
  chunk.index_length = offset_ - begin;
}

std::string McapWriter::content(ChunkIndex const& chunk) {
  std::string out;
  for (std::uint64_t const value : {chunk.start, chunk.end, chunk.offset, chunk.length})
    history::put(out, value, 8);
  out += counts(chunk.index_offsets);
  history::put(out, chunk.index_length, 8);
  put_text(out, kCompression);
  history::put(out, chunk.compressed, 8);
  history::put(out, chunk.uncompressed, 8);
  return out;
}

std::string McapWriter::statistics() const {
  std::string out;
  history::put(out, count_, 8);
  history::put(out, schemas_.size(), 2);
  history::put(out, channels_.size(), 4);
  history::put(out, 0, 4); // attachments
  history::put(out, 0, 4); // metadata
  history::put(out, chunks_.size(), 4);
  history::put(out, first_time_, 8);
  history::put(out, last_time_, 8);
  return out + counts(counts_);
}

void McapWriter::finish() {
  end_chunk();
  std::string end;
  history::put(end, crc_, 4);
  put(record(Op::data_end, end));

  std::uint64_t const summary = offset_;
  crc_ = 0;
  std::string offsets;
  auto const group = [&](Op op, std::vector<std::string> const& records) {
    std::uint64_t const begin = offset_;
    for (std::string const& r : records)
      put(r);
    std::string content;
    history::put(content, static_cast<std::uint64_t>(op), 1);
    history::put(content, begin, 8);
    history::put(content, offset_ - begin, 8);
    if (!records.empty()) offsets += record(Op::summary_offset, content);
  };
  std::vector<std::string> chunk_indexes;
  for (ChunkIndex const& chunk : chunks_)
    chunk_indexes.push_back(record(Op::chunk_index, content(chunk)));
  group(Op::schema, schemas_);
  group(Op::channel, channels_);
  group(Op::statistics, {record(Op::statistics, statistics())});
  group(Op::chunk_index, chunk_indexes);

  std::string footer;
  history::put(footer, summary, 8);
  history::put(footer, offset_, 8); // of the summary offsets
  put(offsets);
  std::string const head = record(Op::footer, footer + std::string(4, '\0')).substr(0, 9 + footer.size());
  history::put(footer, history::crc32_of(crc_, head), 4);
  put(record(Op::footer, footer));
  put(kMagic);
}

} // namespace dalian::exports
