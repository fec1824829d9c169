#include "twin/app/service.hpp"

#include "twin/app/baked_assets.hpp"
#include "twin/app/errands.hpp"
#include "twin/app/remote_service.hpp"
#include "twin/app/time_machine.hpp"
#include "twin/app/twin.hpp"
#include "twin/app/view_box.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fmt/format.h>
#include <utility>
#include <zmq.hpp>

namespace dalian::app {
namespace {

/// A folder only this user can enter, gone with the object.
class PrivateFolder {
 public:
  static Result<PrivateFolder> make() {
    auto pattern = (std::filesystem::temp_directory_path() / "dalian-twin-XXXXXX").string();
    if (!::mkdtemp(pattern.data()))
      return Error{fmt::format("cannot make a folder {}: {}; set TMPDIR to a place that can be written", pattern,
                               std::strerror(errno))};
    return PrivateFolder(pattern);
  }
  PrivateFolder(PrivateFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  PrivateFolder& operator=(PrivateFolder&&) = delete;
  ~PrivateFolder() {
    std::error_code ec;
    if (!path_.empty()) std::filesystem::remove_all(path_, ec);
  }
  std::filesystem::path const& path() const { return path_; }

 private:
  explicit PrivateFolder(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

class EmbeddedService final : public Service {
 public:
  EmbeddedService(std::unique_ptr<zmq::context_t> context, PrivateFolder folder, std::unique_ptr<Twin> twin)
      : context_(std::move(context)), folder_(std::move(folder)), twin_(std::move(twin)),
        time_(*context_, twin_->request_endpoint(), [this](auto snapshot) { view_.put(std::move(snapshot)); }),
        errands_(*context_, twin_->request_endpoint()) {}
  std::shared_ptr<view::CityView const> view() const override { return view_.get(); }
  std::string ingest_endpoint() const override { return twin_->ingest_endpoints().front(); }
  Instant now() const override { return time_.travel().live ? twin_->now() : time_.now(); }
  bool feeds_finished() const override {
    auto const version = twin_->finished_version();
    return version >= 0 && view_.get()->version() >= static_cast<std::uint64_t>(version);
  }
  std::string trouble() const override {
    auto trouble = twin_->trouble();
    return trouble.empty() ? time_.trouble() : trouble;
  }
  void seek(Instant t) override { time_.seek(t); }
  void set_speed(double speed) override { time_.set_speed(speed); }
  void go_live() override { time_.go_live(); }
  Travel travel() const override { return time_.travel(); }
  std::shared_ptr<alarms::AlarmList const> alarms() const override { return time_.alarms(); }
  void act(AlarmAction action) override { errands_.act(std::move(action)); }
  void lock(IncidentLock wish) override { errands_.lock(std::move(wish)); }
  void report(ShiftReportWish wish) override { errands_.report(std::move(wish)); }
  std::vector<Outcome> take_outcomes() override { return errands_.take_outcomes(); }
  std::string status() override { return errands_.status(); }

 private:
  std::unique_ptr<zmq::context_t> context_;
  PrivateFolder folder_;
  std::unique_ptr<Twin> twin_;
  ViewBox view_;
  TimeMachine time_;
  Errands errands_;
};

Result<std::unique_ptr<Service>> start_embedded(ServiceConfig const& config) {
  auto folder = PrivateFolder::make();
  if (!folder) return Error{folder.error()};
  auto context = std::make_unique<zmq::context_t>(1);
  TwinConfig twin;
  twin.ingest = {config.ingest.empty() ? "ipc://" + (folder->path() / "ingest").string() : config.ingest};
  twin.publish = "inproc://publish";
  twin.requests = "inproc://requests";
  twin.history = config.history;
  twin.feed_clock = config.feed_clock;
  twin.city = choose_city("");
  choose_alarms("", twin);
  auto started = Twin::start(*context, std::move(twin));
  if (!started) return Error{started.error()};
  return std::unique_ptr<Service>(
      std::make_unique<EmbeddedService>(std::move(context), std::move(folder).value(), std::move(started).value()));
}

} // namespace

Result<std::unique_ptr<Service>> Service::start(ServiceConfig const& config) {
  if (config.connect.empty()) return start_embedded(config);
  if (config.keys.size() > 1 && config.keys.size() != config.connect.size())
    return Error{fmt::format("{} keys for {} twins: name one for all, or one for each --connect, in the same order",
                             config.keys.size(), config.connect.size())};
  std::vector<security::KeyFile> keys;
  for (auto const& file : config.keys) {
    auto read = security::read_client_key(file, config.server_key);
    if (!read) return Error{"--key " + read.error()};
    keys.push_back(std::move(read).value());
  }
  try {
    return connect_to(config.connect, keys);
  } catch (zmq::error_t const& e) {
    return Error{fmt::format("--connect '{}': {}; write the twin's request address, such as tcp://127.0.0.1:7412",
                             fmt::join(config.connect, "', '"), e.what())};
  }
}

} // namespace dalian::app
