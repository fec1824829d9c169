#include "renderer/app/picture_feed.hpp"

#include <chrono>
#include <fmt/format.h>
#include <thread>

namespace dalian::viewer {
namespace {

/// Waits until all that the feed has to say is in the view, or says why not.
void wait_for(app::Service const& service, FeedProcess& feed, double limit_s) {
  auto const begun = std::chrono::steady_clock::now();
  while (!service.feeds_finished()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    if (feed.exit_status() > 0)
      throw std::runtime_error(fmt::format("the feed ended with status {} before the picture", feed.exit_status()));
    if (std::chrono::steady_clock::now() - begun > std::chrono::duration<double>(limit_s))
      throw std::runtime_error(fmt::format("the feed did not finish within {} s", limit_s));
  }
}

/// Waits until another's twin has shown something, or says that none answers; a quiet twin is shown as it is.
void wait_for_word(app::Service const& service) {
  constexpr auto kPatience = std::chrono::seconds(5);
  auto const begun = std::chrono::steady_clock::now();
  while (service.view()->version() == 0 && std::chrono::steady_clock::now() - begun < kPatience)
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  if (auto const trouble = service.trouble(); !trouble.empty()) throw std::runtime_error(trouble);
}

} // namespace

PictureFeed::PictureFeed(CommandLine const& o, Instant start, double seconds) : start_(start) {
  if (o.connect.empty() && o.feeds == "none") return;
  app::ServiceConfig config;
  config.connect = o.connect;
  config.keys.assign(o.key.begin(), o.key.end());
  config.server_key = o.server_key;
  config.feed_clock = o.connect.empty();
  service_ = or_throw(app::Service::start(config));
  if (o.connect.empty())
    feed_ = or_throw(start_feed({o.feeds, service_->ingest_endpoint(), format_utc(start, 3), seconds}));
}

LiveMoment PictureFeed::moment() {
  constexpr double kPatience_s = 120;
  if (feed_)
    wait_for(*service_, *feed_, kPatience_s);
  else if (service_)
    wait_for_word(*service_);
  if (!service_) return {start_, start_, nullptr};
  auto const view = service_->view();
  return {service_->now(), view->time(), view};
}

} // namespace dalian::viewer
