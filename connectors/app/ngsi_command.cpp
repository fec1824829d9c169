// twinfeed ngsi-ld: the command line around connectors/ngsi.
#include "connectors/app/capture.hpp"
#include "connectors/app/commands.hpp"
#include "connectors/app/crs_option.hpp"
#include "connectors/app/output.hpp"
#include "connectors/ngsi/endpoint.hpp"
#include "connectors/ngsi/feed.hpp"
#include "connectors/ngsi/paged_source.hpp"

#include <memory>

#include <fmt/format.h>

namespace dalian::connectors {
namespace {

struct NgsiOptions {
  OutputOptions output{.protocol = "ngsi-ld"};
  std::vector<std::string> files, urls;
  std::string listen, token, certificate, tls_key, authorities, time = "shift", crs = "wgs84";
  double every_s = 60;
  unsigned page = 100;
  std::size_t count() const { return files.size() + urls.size() + (listen.empty() ? 0 : 1); }
};

using Sources = std::vector<std::unique_ptr<DocumentSource>>;

Status add(Sources& sources, Result<std::unique_ptr<DocumentSource>> source) {
  if (!source) return Error{source.error()};
  sources.push_back(std::move(*source));
  return {};
}

Result<Sources> open_sources(NgsiOptions const& options) {
  Sources sources;
  for (auto const& file : options.files)
    if (auto const added = add(sources, open_document_file(file)); !added) return Error{added.error()};
  auto const every = std::chrono::milliseconds(static_cast<std::int64_t>(options.every_s * 1000));
  for (auto const& url : options.urls) {
    ngsi::PagedConfig const config{{url, options.token, options.authorities}, every, options.page};
    if (auto const added = add(sources, ngsi::poll_pages(config)); !added) return Error{added.error()};
  }
  if (options.listen.empty()) return sources;
  http::ServerConfig const server{options.listen, options.token, options.certificate, options.tls_key};
  if (auto const added = add(sources, ngsi::open_endpoint(server)); !added) return Error{added.error()};
  note(options.output, fmt::format("listening on {}", sources.back()->describe()));
  return sources;
}

int run(NgsiOptions const& options) {
  auto const crs = parse_crs(options.crs);
  if (!crs) return note(options.output, "--crs: " + crs.error()), 2;
  bool const recording = !options.files.empty();
  InputTraits const traits{recording ? "ngsi-ld-file" : "ngsi-ld-http", recording};
  return run_protocol(options.output, traits,
                      [&](FeedOutput output, Capture& capture) -> Result<std::unique_ptr<ProtocolFeed>> {
                        auto sources = capture.documents(options.count(), [&] { return open_sources(options); });
                        if (!sources) return Error{sources.error()};
                        ngsi::FeedOptions const feed{*crs, recording && options.time == "shift"};
                        return std::unique_ptr<ProtocolFeed>(
                            std::make_unique<ngsi::Feed>(std::move(*sources), feed, capture.clock(), output));
                      });
}

} // namespace

Command add_ngsi_command(CLI::App& program) {
  auto* app = program.add_subcommand("ngsi-ld", "Smart-city entities: NGSI-LD and NGSI v2 of FIWARE brokers");
  auto options = std::make_shared<NgsiOptions>();
  auto* file = app->add_option("--file", options->files, "Entities on disk, read once; again for more files");
  auto* url = app->add_option("--url", options->urls, "A broker's query, asked page by page; again for more")
                  ->type_name("http(s)://HOST/ngsi-ld/v1/entities?type=…")
                  ->excludes(file);
  auto* listen = app->add_option("--listen", options->listen, "Where a broker posts notifications, at /notify")
                     ->type_name("HOST:PORT")
                     ->excludes(file);
  app->callback([file, url, listen] {
    if (file->empty() && url->empty() && listen->empty()) throw CLI::RequiredError("--file, --url or --listen");
  });
  app->add_option("--every", options->every_s, "Seconds between two rounds of --url")
      ->check(CLI::Range(0.1, 86'400.0))
      ->capture_default_str();
  app->add_option("--page", options->page, "Entities a page")->check(CLI::Range(1, 1000))->capture_default_str();
  app->add_option("--token", options->token,
                  "A private file (0600) with the bearer token of --url, and asked for by --listen")
      ->type_name("FILE");
  app->add_option("--certificate", options->certificate, "PEM for --listen; beyond loopback with --tls-key and --token")
      ->type_name("FILE");
  app->add_option("--tls-key", options->tls_key, "Its secret key")->type_name("FILE");
  app->add_option("--authorities", options->authorities, "PEM of who signs the certificate of --url")
      ->type_name("FILE");
  app->add_option("--time", options->time, "Files: shift = the newest entity becomes now; keep = unchanged")
      ->check(CLI::IsMember({"shift", "keep"}))
      ->capture_default_str();
  add_crs_option(*app, options->crs, Coordinates::any);
  add_output_options(*app, options->output, "none");
  app->footer("Examples:\n"
              "  twinfeed ngsi-ld --listen 127.0.0.1:1028\n"
              "  twinfeed ngsi-ld --url 'https://host/ngsi-ld/v1/entities?type=TrafficFlowObserved' --every 60\n"
              "  twinfeed ngsi-ld --file entity.jsonld --out json");
  return {app, [options] { return run(*options); }};
}

} // namespace dalian::connectors
