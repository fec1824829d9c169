#include "twin/app/commands.hpp"
#include "twin/app/status.hpp"

#include <fmt/format.h>
#include <memory>

namespace dalian::app {
namespace {

int print_status(TwinOptions const& options, std::string const& feed) {
  wire::Request request;
  request.mutable_status()->set_feed(feed);
  std::vector<wire::Reply> replies;
  if (!ask(options, request, replies)) return 1;
  auto const& json = replies.front().status().json();
  if (options.json) {
    fmt::print("{}\n", json);
    return 0;
  }
  auto const text = status_text(json);
  if (!text) return fail(text.error());
  fmt::print("{}", *text);
  return 0;
}

} // namespace

Command status_command(CLI::App& twinctl) {
  auto const options = std::make_shared<TwinOptions>();
  auto* const entry = twinctl.add_subcommand("status", "how the twin and its feeds fare");
  add_twin_options(*entry, *options);
  auto const feed = std::make_shared<std::string>();
  entry->add_option("--feed", *feed, "the name of a feed: tells of this one alone");
  return {entry, [options, feed] { return print_status(*options, *feed); }};
}

} // namespace dalian::app
