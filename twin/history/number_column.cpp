#include "twin/history/number_column.hpp"

#include "twin/history/bytes.hpp"

#include <bit>

namespace dalian::history {
namespace {

constexpr int kNoiseLevel = 1; // of zstd: there is nothing to be found in noise
constexpr std::size_t kMostText = std::size_t{1} << 30;
constexpr std::uint64_t kBytes = 0, kBits = 1; // codings

/// Numbers whose bit length is told elsewhere, one after the other without a gap.
class BitWriter {
 public:
  explicit BitWriter(std::string& out) : out_(out) {}
  void put(std::uint64_t value, int bits) {
    for (; bits > 0; bits -= 8, value >>= 8) { // eight at a time
      int const now = bits < 8 ? bits : 8;
      held_ |= (value & ((1U << now) - 1)) << held_bits_;
      held_bits_ += now;
      if (held_bits_ >= 8) flush_byte();
    }
  }
  void finish() {
    if (held_bits_ > 0) flush_byte();
  }

 private:
  void flush_byte() {
    out_.push_back(static_cast<char>(held_));
    held_ >>= 8;
    held_bits_ -= 8;
  }
  std::string& out_;
  std::uint64_t held_ = 0;
  int held_bits_ = 0;
};

class BitReader {
 public:
  explicit BitReader(std::string_view in) : in_(in) {}
  /// Zeros behind the end; `short_` tells.
  std::uint64_t get(int bits) {
    std::uint64_t value = 0;
    for (int done = 0; done < bits; done += 8) {
      int const now = bits - done < 8 ? bits - done : 8;
      if (held_bits_ < now) refill();
      value |= (held_ & ((1U << now) - 1)) << done;
      held_ >>= now;
      held_bits_ -= now;
    }
    return value;
  }
  bool ran_out() const { return short_; }

 private:
  void refill() {
    short_ = short_ || at_ >= in_.size();
    std::uint64_t const byte = at_ < in_.size() ? static_cast<unsigned char>(in_[at_++]) : 0;
    held_ |= byte << held_bits_;
    held_bits_ += 8;
  }
  std::string_view in_;
  std::size_t at_ = 0;
  std::uint64_t held_ = 0;
  int held_bits_ = 0;
  bool short_ = false;
};

void write_compressed(std::string& out, std::string_view text, int level) {
  std::string const frame = text.empty() ? std::string() : compress(text, level);
  bool const smaller = !frame.empty() && frame.size() < text.size();
  write_number(out, (smaller ? frame.size() : text.size()) << 1 | (smaller ? 1 : 0));
  out += smaller ? std::string_view(frame) : text;
}

std::string as_bytes(std::span<std::uint64_t const> numbers) {
  std::string plain, out;
  plain.reserve(2 * numbers.size());
  for (std::uint64_t const n : numbers)
    write_number(plain, n);
  write_text(out, plain);
  return out;
}

/// The length of each number, then all bits behind its leading one, which are as good as noise.
std::string as_bits(std::span<std::uint64_t const> numbers) {
  std::string lengths, bits, out;
  lengths.reserve(numbers.size());
  BitWriter writer(bits);
  for (std::uint64_t const n : numbers) {
    int const length = std::bit_width(n);
    lengths.push_back(static_cast<char>(length));
    writer.put(n, length - 1);
  }
  writer.finish();
  write_text(out, lengths);
  write_compressed(out, bits, kNoiseLevel);
  return out;
}

/// All bits of every number: one length for all.
std::string as_width(std::span<std::uint64_t const> numbers, int width) {
  std::string bits, out;
  BitWriter writer(bits);
  for (std::uint64_t const n : numbers)
    writer.put(n, width);
  writer.finish();
  write_compressed(out, std::string(1, static_cast<char>(width)), kNoiseLevel);
  write_compressed(out, bits, kNoiseLevel);
  return out;
}

void read_bytes(ByteReader& in, std::size_t count, std::vector<std::uint64_t>& numbers) {
  std::string const plain = read_text(in);
  ByteReader reader{plain};
  for (std::size_t i = 0; i < count && reader.ok; ++i)
    numbers.push_back(reader.number());
  in.ok = in.ok && reader.ok && reader.at == plain.size();
}

void read_bits(ByteReader& in, std::size_t count, std::vector<std::uint64_t>& numbers) {
  std::string const lengths = read_text(in), bits = read_text(in);
  BitReader reader(bits);
  bool const one_width = lengths.size() == 1 && count > 1;
  in.ok = in.ok && (one_width || lengths.size() == count);
  for (std::size_t i = 0; i < count && in.ok; ++i) {
    int const length = static_cast<unsigned char>(lengths[one_width ? 0 : i]);
    if (length > 64)
      in.ok = false;
    else if (one_width)
      numbers.push_back(reader.get(length));
    else
      numbers.push_back(length == 0 ? 0 : std::uint64_t{1} << (length - 1) | reader.get(length - 1));
  }
  in.ok = in.ok && !reader.ran_out();
}

} // namespace

std::uint64_t ByteReader::number() {
  std::uint64_t value = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    std::string_view const byte = take(1);
    if (byte.empty()) return 0;
    auto const b = static_cast<unsigned char>(byte[0]);
    value |= std::uint64_t{b & 0x7fU} << shift;
    if (b < 0x80) return value;
  }
  ok = false;
  return 0;
}

std::string_view ByteReader::take(std::uint64_t size) {
  ok = ok && size <= bytes.size() - at;
  if (!ok) return {};
  at += size;
  return bytes.substr(at - size, size);
}

void write_number(std::string& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7)
    out.push_back(static_cast<char>(value | 0x80));
  out.push_back(static_cast<char>(value));
}

void write_text(std::string& out, std::string_view text, int level) {
  write_compressed(out, text, level);
}

std::string read_text(ByteReader& in) {
  std::uint64_t const head = in.number();
  std::string_view const stored = in.take(head >> 1);
  if ((head & 1) == 0) return std::string(stored);
  auto text = decompress(stored, kMostText);
  in.ok = in.ok && text.has_value();
  return in.ok ? std::move(*text) : std::string();
}

void write_column(std::string& out, std::span<std::uint64_t const> numbers) {
  std::string best = as_bytes(numbers);
  std::uint64_t coding = kBytes;
  std::uint64_t all = 0;
  for (std::uint64_t const n : numbers)
    all |= n;
  auto const try_bits = [&](std::string other) {
    if (other.size() >= best.size()) return;
    best = std::move(other);
    coding = kBits;
  };
  std::size_t const width = numbers.size() * static_cast<std::size_t>(std::bit_width(all)) / 8;
  if (best.size() * 8 > numbers.size()) { // else it is repetition, which bits only hide
    try_bits(as_bits(numbers));
    if (numbers.size() > 1 && width < best.size()) try_bits(as_width(numbers, std::bit_width(all)));
  }
  write_number(out, numbers.size() << 1 | coding);
  out += best;
}

std::vector<std::uint64_t> read_column(ByteReader& in, std::size_t most) {
  std::vector<std::uint64_t> numbers;
  std::uint64_t const head = in.number();
  in.ok = in.ok && head >> 1 <= most;
  if (!in.ok) return numbers;
  numbers.reserve(head >> 1);
  if ((head & 1) == kBits)
    read_bits(in, head >> 1, numbers);
  else
    read_bytes(in, head >> 1, numbers);
  if (!in.ok) numbers.clear();
  return numbers;
}

} // namespace dalian::history
