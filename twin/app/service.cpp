#include "twin/app/service.hpp"

#include "twin/app/mirror.hpp"
#include "twin/app/twin.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fmt/format.h>
#include <mutex>
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

/// The picture of a mirror: made once per change, on the mirror's thread.
class ViewBox {
 public:
  ViewBox() : view_(std::make_shared<view::CityView>(std::make_shared<state::Snapshot>())) {}
  void put(std::shared_ptr<state::Snapshot const> snapshot) {
    auto view = std::make_shared<view::CityView const>(std::move(snapshot));
    std::lock_guard const lock(mutex_);
    view_ = std::move(view);
  }
  std::shared_ptr<view::CityView const> get() const {
    std::lock_guard const lock(mutex_);
    return view_;
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<view::CityView const> view_;
};

class RemoteService final : public Service {
 public:
  explicit RemoteService(std::string const& requests)
      : mirror_(context_, requests, [this](auto snapshot) { view_.put(std::move(snapshot)); }) {}
  std::shared_ptr<view::CityView const> view() const override { return view_.get(); }
  std::string ingest_endpoint() const override { return {}; }
  Instant now() const override { return mirror_.now(); }
  bool feeds_finished() const override { return false; } // the feeds are another program's
  std::string trouble() const override { return mirror_.trouble(); }

 private:
  zmq::context_t context_;
  ViewBox view_;
  Mirror mirror_; // last: its thread uses the others
};

class EmbeddedService final : public Service {
 public:
  EmbeddedService(std::unique_ptr<zmq::context_t> context, PrivateFolder folder, std::unique_ptr<Twin> twin)
      : context_(std::move(context)), folder_(std::move(folder)), twin_(std::move(twin)),
        mirror_(*context_, twin_->request_endpoint(), [this](auto snapshot) { view_.put(std::move(snapshot)); }) {}
  std::shared_ptr<view::CityView const> view() const override { return view_.get(); }
  std::string ingest_endpoint() const override { return twin_->ingest_endpoints().front(); }
  Instant now() const override { return twin_->now(); }
  bool feeds_finished() const override {
    auto const version = twin_->finished_version();
    return version >= 0 && view_.get()->version() >= static_cast<std::uint64_t>(version);
  }
  std::string trouble() const override {
    auto trouble = twin_->trouble();
    return trouble.empty() ? mirror_.trouble() : trouble;
  }

 private:
  std::unique_ptr<zmq::context_t> context_;
  PrivateFolder folder_;
  std::unique_ptr<Twin> twin_;
  ViewBox view_;
  Mirror mirror_;
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
  auto started = Twin::start(*context, std::move(twin));
  if (!started) return Error{started.error()};
  return std::unique_ptr<Service>(
      std::make_unique<EmbeddedService>(std::move(context), std::move(folder).value(), std::move(started).value()));
}

} // namespace

Result<std::unique_ptr<Service>> Service::start(ServiceConfig const& config) {
  if (config.connect.empty()) return start_embedded(config);
  try {
    return std::unique_ptr<Service>(std::make_unique<RemoteService>(config.connect));
  } catch (zmq::error_t const& e) {
    return Error{fmt::format("--connect '{}': {}; write the twin's request address, such as tcp://127.0.0.1:7412",
                             config.connect, e.what())};
  }
}

} // namespace dalian::app
