// libFuzzer target: what hostile connectors say, frame by frame, through the real receiver into fusion and history.
// Every observation ends in one count, and what is recorded comes back as it was.
#include "tests/fusion/observations.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "twin/app/receiver.hpp"
#include "twin/fusion/fuse.hpp"
#include "twin/history/columns.hpp"
#include "twin/wire/endpoints.hpp"

#include <array>

using namespace dalian;
using dalian::fuzz::require;

namespace {

constexpr std::size_t kConnectors = 2;
constexpr std::size_t kMostFrames = 200; // below every high-water mark

zmq::context_t& context() {
  static zmq::context_t it(0); // inproc alone: no thread
  return it;
}

struct Taken {
  fusion::Fusion fusion;
  std::vector<history::Record> records;
  Instant t = fusion::at(1);

  void take(app::Feed& feed, app::FeedEpoch& epoch, wire::Batch const& batch, std::string_view bytes) {
    t += std::chrono::milliseconds(100);
    for (auto const& observation : batch.observations())
      require(wire::check(observation).empty());
    fusion.take(t, batch);
    records.push_back({history::RecordKind::batch, t, feed.source, epoch.epoch, batch.first_seq(),
                       static_cast<std::uint32_t>(batch.observations_size()), std::string(bytes)});
  }
  void take(app::Feed& feed, wire::FeedReport const& report, std::string_view bytes) {
    t += std::chrono::milliseconds(100);
    fusion.advance(t);
    records.push_back({history::RecordKind::report, t, feed.source, report.epoch(), 0, 0, std::string(bytes)});
  }
};

/// Tag: whose frame it is, and whether more than one part.
void send(std::vector<zmq::socket_t>& connectors, fuzz::Piece const& piece) {
  auto& socket = connectors[piece.tag % kConnectors];
  if ((piece.tag & 2) != 0) socket.send(zmq::buffer(piece.bytes), zmq::send_flags::sndmore);
  socket.send(zmq::buffer(piece.bytes), zmq::send_flags::dontwait);
}

void check_counts(app::Feeds const& feeds, Taken const& taken) {
  auto const outcomes = taken.fusion.outcomes();
  for (auto const& [name, feed] : feeds.all()) {
    require(feed.received == feed.accepted + feed.duplicates + feed.rejects.sum());
    auto const fused = outcomes.find(name);
    require((fused == outcomes.end() ? 0 : fused->second.sum()) == feed.accepted);
  }
}

std::string frame(wire::ToTwin const& message) {
  return message.SerializeAsString();
}

wire::ToTwin hello(std::string const& source, std::uint64_t epoch) {
  wire::ToTwin message;
  message.mutable_hello()->set_source(source);
  message.mutable_hello()->set_epoch(epoch);
  message.mutable_hello()->set_schema(wire::kSchema);
  return message;
}

wire::ToTwin report(std::string const& source, std::uint64_t epoch) {
  wire::ToTwin message;
  auto& out = *message.mutable_report();
  out.set_source(source);
  out.set_epoch(epoch);
  out.set_protocol("ais");
  out.set_t_sent(fusion::wire_time(fusion::at(2)));
  out.set_inputs(3);
  (*out.mutable_outcomes())["decoded"] = 3;
  out.set_number(1);
  return message;
}

wire::ToTwin ships(std::string const& source, std::uint64_t first_seq, double t_s) {
  auto moving = fusion::fix("mmsi:412345678", t_s, {500'000 + 5 * t_s, 4'300'000});
  moving.mutable_fix()->set_speed_mps(5);
  moving.mutable_fix()->set_course_deg(90);
  auto named = fusion::observation("mmsi:412345678", t_s);
  named.mutable_vessel_static()->set_name("ONE");
  auto meter = fusion::observation("meter:1", t_s, wire::SENSOR);
  meter.mutable_sensor()->set_quantity("power_kw");
  meter.mutable_sensor()->set_number(12.5);
  auto plot = fusion::fix("radar:1", t_s, {500'400, 4'300'400}, wire::UNIDENTIFIED);
  plot.mutable_detection()->set_scan(first_seq);
  plot.mutable_detection()->set_last(true);
  wire::ToTwin message;
  *message.mutable_batch() = fusion::batch(source, {moving, named, meter, plot});
  message.mutable_batch()->set_first_seq(first_seq);
  message.mutable_batch()->set_t_sent(fusion::wire_time(fusion::at(t_s + 0.1)));
  return message;
}

} // namespace

std::vector<std::string> fuzz::seeds() {
  auto const greeting = piece(0, frame(hello("ais", 7)));
  auto const first = piece(0, frame(ships("ais", 1, 1))), second = piece(0, frame(ships("ais", 5, 2)));
  return {greeting + first + second + piece(0, frame(report("ais", 7))), greeting + second + first + second,
          greeting + piece(1, frame(hello("ais", 8))) + first, greeting + piece(2, frame(ships("ais", 1, 1)))};
}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  auto pieces = fuzz::pieces(fuzz::text(data, size));
  pieces.resize(std::min(pieces.size(), kMostFrames));
  app::Feeds feeds;
  Taken taken;
  app::Receiver receiver(
      context(), feeds,
      {[&](auto& feed, auto& epoch, auto const& batch, auto bytes) { taken.take(feed, epoch, batch, bytes); },
       [&](auto& feed, auto const& report, auto bytes) { taken.take(feed, report, bytes); }});
  static int runs = 0; // ZeroMQ gives an address back only when its own thread has closed the socket
  auto const door = "inproc://door" + std::to_string(++runs);
  require(receiver.bind(door).ok());
  std::vector<zmq::socket_t> connectors;
  for (std::size_t i = 0; i < kConnectors; ++i) {
    connectors.emplace_back(context(), zmq::socket_type::dealer);
    connectors.back().set(zmq::sockopt::linger, 0);
    connectors.back().connect(door);
  }
  for (auto const& piece : pieces)
    send(connectors, piece);
  for (int i = 0; i < 20 && receiver.frames() < pieces.size(); ++i) // a first look may come before ZeroMQ has told
    receiver.work(std::chrono::milliseconds(100), std::chrono::seconds(1));
  require(receiver.frames() == pieces.size());
  check_counts(feeds, taken);
  require(history::decode_columns(history::encode_columns(taken.records)) == taken.records);
  return 0;
}
