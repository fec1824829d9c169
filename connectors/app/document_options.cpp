#include "connectors/app/document_options.hpp"

#include "connectors/app/crs_option.hpp"

namespace dalian::connectors {

void add_document_options(CLI::App& app, DocumentOptions& options) {
  auto* from = app.add_option_group("input", "Where documents come from (one kind, one or more times)");
  from->add_option("--file", options.files, "A document on disk, read once");
  from->add_option("--url", options.urls, "An address that is asked again and again")->type_name("http(s)://…");
  from->require_option(1);
  app.add_option("--every", options.every_s, "Seconds from an answer to the next question")
      ->check(CLI::Range(0.1, 86'400.0))
      ->capture_default_str();
  app.add_option("--token", options.token, "A private file (0600) whose first line is the bearer token for --url")
      ->type_name("FILE");
  app.add_option("--authorities", options.authorities,
                 "PEM of who signs the server's certificate (default: those of the system)")
      ->type_name("FILE");
  app.add_option("--time", options.time, "Files: shift = the document's own time becomes now; keep = unchanged")
      ->check(CLI::IsMember({"shift", "keep"}))
      ->capture_default_str();
  add_crs_option(app, options.crs, Coordinates::degrees);
}

Result<std::vector<std::unique_ptr<DocumentSource>>> open_documents(DocumentOptions const& options,
                                                                    std::vector<std::string> const& headers) {
  std::vector<std::unique_ptr<DocumentSource>> sources;
  auto const every = std::chrono::milliseconds(static_cast<std::int64_t>(options.every_s * 1000));
  auto const add = [&](Result<std::unique_ptr<DocumentSource>> source) -> Status {
    if (!source) return Error{source.error()};
    sources.push_back(std::move(*source));
    return {};
  };
  for (auto const& file : options.files)
    if (auto const added = add(open_document_file(file)); !added) return Error{added.error()};
  for (auto const& url : options.urls) {
    HttpClientConfig const config{url, options.token, options.authorities, headers};
    if (auto const added = add(poll_document(config, every)); !added) return Error{added.error()};
  }
  return sources;
}

} // namespace dalian::connectors
