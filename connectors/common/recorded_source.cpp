#include "connectors/common/recorded_source.hpp"

#include "twin/base/steady_time.hpp"

#include <set>
#include <thread>

#include <fmt/format.h>

namespace dalian::connectors {

using std::chrono::milliseconds;
using Kind = RecordedInput::Kind;

void Tape::take(RecordedInput input) {
  if (input.arrival == Instant{}) input.arrival = SystemClock().now();
  clock_.hold(input.arrival);
  writer_.write(input);
  look_for_trouble();
}

void Tape::idle() {
  writer_.flush();
  look_for_trouble();
}

void Tape::look_for_trouble() {
  if (noted_ || writer_.trouble().empty()) return;
  noted_ = true;
  if (note_) note_(writer_.trouble() + "; the rest of the input is not kept");
}

Player::Player(std::unique_ptr<RecordingReader> reader, Options options, ArrivalClock& clock)
    : reader_(std::move(reader)), options_(std::move(options)), clock_(clock), begun_(steady_now()) {}

void Player::say_what_was_left_out() {
  if (!options_.note) return;
  if (reader_->torn_bytes() > 0)
    options_.note(fmt::format("the last record was not written whole: {} bytes are left out", reader_->torn_bytes()));
  if (reader_->damaged() > 0)
    options_.note(fmt::format("{} damaged records are left out: their checksums differ", reader_->damaged()));
  if (strangers_ > 0)
    options_.note(fmt::format("{} records of other sources than this feed has are left out", strangers_));
}

void Player::look_ahead() {
  if (!given_ || ended_) return;
  do {
    ahead_ = reader_->next();
  } while (ahead_ && ahead_->channel >= options_.channels && ++strangers_ > 0);
  given_ = false;
  ended_ = !ahead_;
  if (ended_) return say_what_was_left_out();
  if (!first_) first_ = ahead_->arrival;
}

Player::Next Player::next(std::uint16_t channel, milliseconds wait, RecordedInput& input) {
  look_ahead();
  if (ended_) return Next::ended;
  if (ahead_->channel != channel) return Next::idle;
  if (options_.speed > 0) {
    auto const due = begun_ + from_seconds(to_seconds(ahead_->arrival - *first_) / options_.speed);
    auto const left = due - steady_now();
    if (left > Duration::zero()) std::this_thread::sleep_for(std::min<Duration>(left, wait));
    if (left > wait) return Next::idle;
  }
  clock_.hold(options_.time == Time::keep ? ahead_->arrival : SystemClock().now());
  given_ = true;
  input = *ahead_;
  return Next::input;
}

namespace {

class RecordedPackets final : public PacketSource {
 public:
  RecordedPackets(std::unique_ptr<PacketSource> source, Tape& tape) : source_(std::move(source)), tape_(tape) {}

  Next next(Packet& packet, milliseconds wait) override {
    auto const next = source_->next(packet, wait);
    if (next == Next::packet)
      tape_.take({.kind = Kind::packet,
                  .cut = packet.too_long,
                  .topic = packet.topic,
                  .from = packet.from,
                  .bytes = packet.text()});
    else
      tape_.idle();
    return next;
  }
  void tell(Counters& details) const override { source_->tell(details); }
  std::string describe() const override { return source_->describe(); }

 private:
  std::unique_ptr<PacketSource> source_;
  Tape& tape_;
};

class RecordedLines final : public LineSource {
 public:
  RecordedLines(std::unique_ptr<LineSource> source, Tape& tape) : source_(std::move(source)), tape_(tape) {}

  Next next(Line& line, milliseconds wait) override {
    auto const next = source_->next(line, wait);
    if (next == Next::line)
      tape_.take({.kind = Kind::line, .cut = line.cut, .origin = line.origin, .bytes = line.text});
    else
      tape_.idle();
    return next;
  }
  std::map<std::string, std::uint64_t> details() const override { return source_->details(); }
  std::string describe() const override { return source_->describe(); }

 private:
  std::unique_ptr<LineSource> source_;
  Tape& tape_;
};

class RecordedDocuments final : public DocumentSource {
 public:
  RecordedDocuments(std::unique_ptr<DocumentSource> source, std::uint16_t channel, Tape& tape)
      : source_(std::move(source)), channel_(channel), tape_(tape) {}

  Next next(milliseconds wait) override {
    auto const next = source_->next(wait);
    if (next == Next::document) {
      text_ = source_->text();
      tape_.take({.kind = Kind::document, .channel = channel_, .bytes = text_});
    } else if (next == Next::outcome) {
      outcome_ = source_->outcome();
      reason_ = source_->reason();
      tape_.take({.kind = Kind::outcome, .channel = channel_, .topic = outcome_, .bytes = reason_});
    } else {
      tape_.idle();
    }
    return next;
  }
  std::string describe() const override { return source_->describe(); }

 private:
  std::unique_ptr<DocumentSource> source_;
  std::uint16_t channel_;
  Tape& tape_;
};

class PlayedPackets final : public PacketSource {
 public:
  PlayedPackets(Player& player, std::string name) : player_(player), name_(std::move(name)) {}

  Next next(Packet& packet, milliseconds wait) override {
    RecordedInput input;
    auto const next = player_.next(0, wait, input);
    if (next != Player::Next::input) return next == Player::Next::idle ? Next::idle : Next::ended;
    packet = {};
    packet.bytes = {reinterpret_cast<std::uint8_t const*>(input.bytes.data()), input.bytes.size()};
    packet.topic = input.topic;
    packet.from = input.from;
    packet.too_long = input.cut;
    return Next::packet;
  }
  std::string describe() const override { return name_; }

 private:
  Player& player_;
  std::string name_;
};

class PlayedLines final : public LineSource {
 public:
  PlayedLines(Player& player, std::string name) : player_(player), name_(std::move(name)) {}

  Next next(Line& line, milliseconds wait) override {
    RecordedInput input;
    auto const next = player_.next(0, wait, input);
    if (next != Player::Next::input) return next == Player::Next::idle ? Next::idle : Next::ended;
    line.text = input.bytes;
    line.cut = input.cut;
    line.origin = input.origin;
    return Next::line;
  }
  std::string describe() const override { return name_; }

 private:
  Player& player_;
  std::string name_;
};

class PlayedDocuments final : public DocumentSource {
 public:
  PlayedDocuments(Player& player, std::string name, std::uint16_t channel)
      : player_(player), name_(std::move(name)), channel_(channel) {}

  Next next(milliseconds wait) override {
    RecordedInput input;
    auto const next = player_.next(channel_, wait, input);
    if (next != Player::Next::input) return next == Player::Next::idle ? Next::idle : Next::ended;
    if (input.kind == Kind::document) {
      text_ = input.bytes;
      return Next::document;
    }
    outcome_ = *outcomes_.emplace(input.topic).first;
    reason_ = input.bytes;
    return Next::outcome;
  }
  std::string describe() const override { return name_; }

 private:
  Player& player_;
  std::string name_;
  std::uint16_t channel_;
  std::set<std::string, std::less<>> outcomes_; // that the views of outcome() point to
};

} // namespace

std::unique_ptr<PacketSource> record_packets(std::unique_ptr<PacketSource> source, Tape& tape) {
  return std::make_unique<RecordedPackets>(std::move(source), tape);
}
std::unique_ptr<LineSource> record_lines(std::unique_ptr<LineSource> source, Tape& tape) {
  return std::make_unique<RecordedLines>(std::move(source), tape);
}
std::unique_ptr<DocumentSource> record_documents(std::unique_ptr<DocumentSource> source, std::uint16_t channel,
                                                 Tape& tape) {
  return std::make_unique<RecordedDocuments>(std::move(source), channel, tape);
}
std::unique_ptr<PacketSource> play_packets(Player& player, std::string name) {
  return std::make_unique<PlayedPackets>(player, std::move(name));
}
std::unique_ptr<LineSource> play_lines(Player& player, std::string name) {
  return std::make_unique<PlayedLines>(player, std::move(name));
}
std::unique_ptr<DocumentSource> play_documents(Player& player, std::string name, std::uint16_t channel) {
  return std::make_unique<PlayedDocuments>(player, std::move(name), channel);
}

} // namespace dalian::connectors
