#include "connectors/app/serve_roads.hpp"

#include "connectors/common/address.hpp"
#include "connectors/common/descriptor.hpp"
#include "connectors/roads/bus_documents.hpp"
#include "connectors/roads/road_scene.hpp"
#include "twin/http/server.hpp"
#include "twin/layout/city_file.hpp"

#include <condition_variable>
#include <cstdio>
#include <mutex>

#include <fmt/format.h>

namespace dalian::connectors {
namespace {

constexpr Duration kDocumentsEvery = std::chrono::seconds{10};

/// The documents that the server's thread hands out.
struct Shelf {
  std::mutex mutex;
  std::condition_variable filled;
  roads::BusDocuments documents;
};

/// Who asks before the first step waits for it a little.
http::Response answer(Shelf& shelf, http::Request const& request) {
  constexpr auto kPatience = std::chrono::seconds(5);
  std::unique_lock lock(shelf.mutex);
  auto const& d = shelf.documents;
  shelf.filled.wait_for(lock, kPatience, [&] { return !d.schedule.empty(); });
  if (d.schedule.empty()) return {503, "text/plain", "not yet\n", {}};
  if (request.path == "/gtfs.zip") return {200, "application/zip", d.schedule, {}};
  constexpr auto kType = "application/x-protobuf";
  if (request.path == "/vehicles.pb") return {200, kType, d.vehicles, {}};
  if (request.path == "/trips.pb") return {200, kType, d.trips, {}};
  if (request.path == "/alerts.pb") return {200, kType, d.alerts, {}};
  return {404, "text/plain", "/gtfs.zip, /vehicles.pb, /trips.pb, /alerts.pb\n", {}};
}

struct Target {
  Descriptor socket;
  SocketAddress address;
};

Result<Target> open_target(std::string const& text) {
  auto const address = parse_address(text);
  if (!address) return Error{fmt::format("--v2x: {}", address.error())};
  auto const addresses = resolve(*address, SOCK_DGRAM, false);
  if (!addresses) return Error{fmt::format("--v2x: {}", addresses.error())};
  Target target{Descriptor(::socket(addresses->front().family, SOCK_DGRAM | SOCK_CLOEXEC, 0)), addresses->front()};
  if (!target.socket) return Error{"--v2x: no socket"};
  return target;
}

class Roads final : public ServedSystem {
 public:
  Roads(layout::City city, roads::SceneInput input, std::string to, Target target)
      : city_(std::move(city)), to_(std::move(to)), target_(std::move(target)) {
    input.city = &city_;
    scene_ = std::make_unique<roads::RoadScene>(std::move(input));
  }

  Status listen(std::string const& address) {
    auto server = http::Server::open({address}, [this](http::Request const& r) { return answer(shelf_, r); });
    if (!server) return Error{server.error()};
    server_ = std::move(*server);
    return {};
  }
  Status open_truth(std::filesystem::path const& file) {
    truth_.reset(std::fopen(file.c_str(), "w"));
    if (truth_ == nullptr) return Error{fmt::format("--truth {}: cannot be written", file.string())};
    return {};
  }

  std::string describe() const override {
    return fmt::format(
        "roads: {} vehicles, {} connected cars, {} junctions with signals by J2735 to {}; {} buses, GTFS at {}",
        scene_->traffic().active(), scene_->cars().cars().size(), scene_->junctions_with_signals(), to_,
        scene_->buses().running().size(), server_->url());
  }

  void step(Instant now) override {
    if (renewed_ == Instant{}) begin(now);
    scene_->advance(now, waiting_);
    std::size_t sent = 0;
    for (; sent < waiting_.size() && waiting_[sent].at <= now - std::chrono::milliseconds{100}; ++sent)
      ::sendto(target_.socket.get(), waiting_[sent].bytes.data(), waiting_[sent].bytes.size(), MSG_DONTWAIT,
               target_.address.get(),
               target_.address.size); // nobody may listen: datagrams are lost then, as on the air
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(sent));
    for (auto const& truth : scene_->take_truths())
      if (truth_ != nullptr) fmt::print(truth_.get(), "{}\n", roads::to_json(truth, shift_));
    if (truth_ != nullptr) std::fflush(truth_.get());
    if (now - renewed_ >= kDocumentsEvery) renew(now);
  }

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  /// The story is told by the city's clock; messages carry the time at which they are sent.
  void begin(Instant now) {
    shift_ = std::chrono::floor<std::chrono::milliseconds>(SystemClock().now() - now);
    scene_->set_shift(shift_);
    auto schedule = roads::write_schedule(scene_->buses(), scene_->now(), shift_);
    renew(now);
    std::lock_guard const lock(shelf_.mutex);
    shelf_.documents.schedule = std::move(schedule);
    shelf_.filled.notify_all();
  }
  void renew(Instant now) {
    renewed_ = now;
    std::lock_guard const lock(shelf_.mutex);
    roads::write_realtime({scene_->buses(), scene_->traffic(), shift_, scene_->is_blocked()}, shelf_.documents);
  }

  layout::City city_;
  Duration shift_{};
  std::string to_;
  Target target_;
  std::unique_ptr<roads::RoadScene> scene_;
  std::vector<roads::Datagram> waiting_;
  Instant renewed_{};
  Shelf shelf_;
  std::unique_ptr<http::Server> server_;
  std::unique_ptr<std::FILE, Close> truth_;
};

} // namespace

Result<std::unique_ptr<ServedSystem>> open_roads(ServeOptions const& options) {
  auto plan = roads::read_roads_plan(options.config / "roads.toml");
  if (!plan) return Error{plan.error()};
  auto story = synth::read_day_story(options.config / "day.toml");
  if (!story) return Error{story.error()};
  auto city = layout::read_city(options.assets / "city.pb");
  if (!city) return Error{city.error()};
  auto target = open_target(options.v2x);
  if (!target) return Error{target.error()};
  roads::SceneInput input{nullptr, std::move(*plan), std::move(*story), options.seed, options.start};
  auto roads = std::make_unique<Roads>(std::move(*city), std::move(input), options.v2x, std::move(*target));
  if (auto status = roads->listen(fmt::format("{}:{}", options.address, options.port + serve_ports::kBuses)); !status)
    return Error{status.error()};
  if (!options.truth.empty())
    if (auto status = roads->open_truth(options.truth); !status) return Error{status.error()};
  return std::unique_ptr<ServedSystem>(std::move(roads));
}

} // namespace dalian::connectors
