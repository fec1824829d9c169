#include "connectors/common/recording.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <zlib.h>

#include <fmt/format.h>

namespace dalian::connectors {
namespace {

constexpr std::string_view kMagic = "DTFEEDS\n";
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kHeaderBytes = 16, kPrefixBytes = 8; // of the file; of a record
constexpr std::size_t kFixedBytes = 20;                    // of a record's body
constexpr std::size_t kMostBody = (64U << 20) + 64 * 1024; // a document of 64 MiB and its names
constexpr std::size_t kBlock = 1U << 20;                   // read at once
constexpr std::size_t kMostWaiting = 64 * 1024;
constexpr auto kLongestWait = std::chrono::milliseconds(100);

// Little endian, whatever the machine.
template <class Int>
void put(std::string& out, Int value) {
  for (std::size_t i = 0; i < sizeof value; ++i)
    out += static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i));
}

template <class Int>
Int get(std::string_view bytes, std::size_t at) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < sizeof(Int); ++i)
    value |= std::uint64_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
  return static_cast<Int>(value);
}

std::uint32_t checksum(std::string_view bytes) {
  return static_cast<std::uint32_t>(crc32_z(0, reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size()));
}

void put_body(std::string& out, RecordedInput const& input) {
  auto const topic = input.topic.substr(0, 0xffff), from = input.from.substr(0, 0xffff);
  put(out, static_cast<std::uint8_t>(input.kind));
  put(out, static_cast<std::uint8_t>(input.cut));
  put(out, input.channel);
  put(out, input.origin);
  put(out, to_unix_ns(input.arrival));
  put(out, static_cast<std::uint16_t>(topic.size()));
  put(out, static_cast<std::uint16_t>(from.size()));
  out.append(topic).append(from).append(input.bytes);
}

std::optional<RecordedInput> read_input(std::string_view body) {
  if (body.size() < kFixedBytes) return std::nullopt;
  auto const kind = get<std::uint8_t>(body, 0), flags = get<std::uint8_t>(body, 1);
  std::size_t const topic = get<std::uint16_t>(body, 16), from = get<std::uint16_t>(body, 18);
  if (kind >= RecordedInput::kKinds || flags > 1 || kFixedBytes + topic + from > body.size()) return std::nullopt;
  RecordedInput input;
  input.kind = static_cast<RecordedInput::Kind>(kind);
  input.cut = flags == 1;
  input.channel = get<std::uint16_t>(body, 2);
  input.origin = get<std::uint32_t>(body, 4);
  input.arrival = from_unix_ns(get<std::int64_t>(body, 8));
  input.topic = body.substr(kFixedBytes, topic);
  input.from = body.substr(kFixedBytes + topic, from);
  input.bytes = body.substr(kFixedBytes + topic + from);
  return input;
}

std::string header() {
  std::string out(kMagic);
  put(out, kVersion);
  put(out, std::uint32_t{0});
  return out;
}

/// How much of an existing file is whole.
Result<std::uint64_t> whole_bytes(std::filesystem::path const& file, std::string_view about) {
  auto reader = RecordingReader::open(file);
  if (!reader) return Error{reader.error() + "; give --record another file"};
  if ((*reader)->about() != about)
    return Error{fmt::format("{}: holds a feed with other options; give --record another file", file.string())};
  while ((*reader)->next()) {
  }
  return (*reader)->whole_bytes();
}

} // namespace

Result<std::unique_ptr<RecordingWriter>> RecordingWriter::open(std::filesystem::path const& file,
                                                               std::string_view about) {
  auto const fail = [&](char const* what) {
    return Error{fmt::format("{}: {}: {}", file.string(), what, std::strerror(errno))};
  };
  std::error_code error;
  auto const size = std::filesystem::exists(file, error) ? std::filesystem::file_size(file, error) : 0;
  if (error) return Error{fmt::format("{}: {}", file.string(), error.message())};
  std::uint64_t whole = 0;
  if (size > 0) {
    auto const found = whole_bytes(file, about);
    if (!found) return Error{found.error()};
    whole = *found;
  }
  Descriptor out(::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
  if (!out) return fail("cannot be written");
  if (::ftruncate(out.get(), static_cast<off_t>(whole)) != 0 || ::lseek(out.get(), 0, SEEK_END) < 0)
    return fail("cannot go on with it");
  std::unique_ptr<RecordingWriter> writer(new RecordingWriter(std::move(out), size - whole));
  if (whole == 0) writer->waiting_ = header();
  writer->write({.kind = RecordedInput::Kind::about, .arrival = SystemClock().now(), .bytes = about});
  writer->flush();
  if (!writer->trouble().empty()) return Error{fmt::format("{}: {}", file.string(), writer->trouble())};
  return writer;
}

void RecordingWriter::write(RecordedInput const& input) {
  if (!trouble_.empty()) return;
  if (waiting_.empty()) oldest_ = input.arrival;
  body_.clear();
  put_body(body_, input);
  put(waiting_, static_cast<std::uint32_t>(body_.size()));
  put(waiting_, checksum(body_));
  waiting_ += body_;
  if (waiting_.size() >= kMostWaiting || input.arrival - oldest_ >= kLongestWait) flush();
}

void RecordingWriter::flush() {
  std::string_view rest = waiting_;
  while (!rest.empty() && trouble_.empty()) {
    auto const n = ::write(file_.get(), rest.data(), rest.size());
    if (n > 0)
      rest.remove_prefix(static_cast<std::size_t>(n));
    else if (n == 0 || errno != EINTR)
      trouble_ = fmt::format("cannot be written: {}", std::strerror(errno));
  }
  waiting_.clear();
}

Result<std::unique_ptr<RecordingReader>> RecordingReader::open(std::filesystem::path const& file) {
  std::error_code error;
  if (std::filesystem::exists(file, error) && !std::filesystem::is_regular_file(file, error))
    return Error{fmt::format("{}: is not a regular file", file.string())};
  errno = 0;
  auto stream = std::make_unique<std::ifstream>(file, std::ios::binary);
  if (!*stream) return Error{fmt::format("{}: cannot be read: {}", file.string(), std::strerror(errno))};
  return read(std::move(stream), file.string());
}

Result<std::unique_ptr<RecordingReader>> RecordingReader::read(std::unique_ptr<std::istream> stream,
                                                               std::string const& name) {
  std::unique_ptr<RecordingReader> reader(new RecordingReader(std::move(stream), name));
  if (auto const begun = reader->begin(); !begun) return Error{begun.error()};
  return reader;
}

Status RecordingReader::begin() {
  std::array<char, kHeaderBytes> bytes{};
  stream_->read(bytes.data(), bytes.size());
  std::string_view const found(bytes.data(), static_cast<std::size_t>(stream_->gcount()));
  if (found.size() < kHeaderBytes || !found.starts_with(kMagic))
    return Error{fmt::format("{}: is no recording of twinfeed record", name_)};
  if (auto const version = get<std::uint32_t>(found, kMagic.size()); version != kVersion)
    return Error{fmt::format("{}: is a recording of version {}; this program reads {}", name_, version, kVersion)};
  whole_ = kHeaderBytes;
  if (!read_body()) return Error{fmt::format("{}: its first record is torn; there is nothing in it", name_)};
  auto const first = read_input(body_);
  if (damaged_ > 0 || !first || first->kind != RecordedInput::Kind::about)
    return Error{fmt::format("{}: its first record is damaged, so nothing says of which feed it is", name_)};
  about_ = first->bytes;
  return {};
}

/// The next whole record, whose checksum may differ; false at the end.
bool RecordingReader::read_body() {
  std::array<char, kPrefixBytes> prefix{};
  stream_->read(prefix.data(), prefix.size());
  auto const got = static_cast<std::size_t>(stream_->gcount());
  std::string_view const found(prefix.data(), got);
  if (got < kPrefixBytes) return torn_ = got, false;
  std::size_t const size = get<std::uint32_t>(found, 0);
  // A length that cannot be is what a torn write left: nothing behind it can be found.
  auto const wanted = std::min(size, kMostBody);
  body_.clear();
  while (body_.size() < wanted && *stream_) {
    auto const before = body_.size();
    body_.resize(std::min(wanted, before + kBlock)); // no more memory than there are bytes
    stream_->read(body_.data() + before, static_cast<std::streamsize>(body_.size() - before));
    body_.resize(before + static_cast<std::size_t>(stream_->gcount()));
  }
  if (body_.size() < size) {
    torn_ = kPrefixBytes + body_.size();
    while (stream_->ignore(1 << 20) && stream_->gcount() > 0)
      torn_ += static_cast<std::uint64_t>(stream_->gcount());
    torn_ += static_cast<std::uint64_t>(stream_->gcount());
    return false;
  }
  whole_ += kPrefixBytes + size;
  if (checksum(body_) == get<std::uint32_t>(found, 4)) return true;
  ++damaged_;
  body_.clear();
  return true;
}

std::optional<RecordedInput> RecordingReader::next() {
  while (read_body()) {
    auto const input = read_input(body_);
    if (!body_.empty() && !input) ++damaged_;
    if (input && input->kind != RecordedInput::Kind::about) return input;
  }
  return std::nullopt;
}

} // namespace dalian::connectors
