#include "connectors/common/document_source.hpp"

#include "twin/base/steady_time.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <fstream>
#include <thread>

namespace dalian::connectors {
namespace {

class FileDocument final : public DocumentSource {
 public:
  FileDocument(std::string name, std::string text) : name_(std::move(name)) { text_ = std::move(text); }

  Next next(std::chrono::milliseconds) override {
    if (given_) return Next::ended;
    given_ = true;
    return Next::document;
  }
  std::string describe() const override { return name_; }

 private:
  std::string name_;
  bool given_ = false;
};

class PolledDocument final : public DocumentSource {
 public:
  PolledDocument(std::unique_ptr<HttpClient> client, std::chrono::milliseconds every)
      : client_(std::move(client)), every_(every), due_(steady_now()) {}

  Next next(std::chrono::milliseconds wait) override {
    if (!client_->asking()) {
      auto const left = due_ - steady_now();
      if (left > wait) return std::this_thread::sleep_for(wait), Next::idle;
      std::this_thread::sleep_for(std::max(left, Duration::zero()));
      client_->ask();
    }
    auto answer = client_->step(wait);
    if (!answer) return Next::idle;
    due_ = steady_now() + every_;
    reason_ = std::move(answer->reason);
    trouble_ = reason_;
    outcome_ = answer->outcome;
    if (!answer->ok()) return Next::outcome;
    text_ = std::move(answer->body);
    return Next::document;
  }
  std::string describe() const override {
    return trouble_.empty() ? client_->url() : fmt::format("{} ({})", client_->url(), trouble_);
  }

 private:
  std::unique_ptr<HttpClient> client_;
  std::chrono::milliseconds every_;
  Instant due_;
  std::string trouble_;
};

} // namespace

Result<std::string> read_whole_file(std::filesystem::path const& file, std::size_t most_bytes) {
  auto const fail = [&](std::string const& what) { return Error{fmt::format("{}: {}", file.string(), what)}; };
  std::error_code error;
  if (std::filesystem::exists(file, error) && !std::filesystem::is_regular_file(file, error))
    return fail("is not a regular file");
  errno = 0;
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail(fmt::format("cannot be read: {}", std::strerror(errno)));
  auto const size = std::filesystem::file_size(file, error);
  if (error || size > most_bytes) return fail(fmt::format("has more than {} bytes", most_bytes));
  std::string text(size, '\0');
  in.read(text.data(), static_cast<std::streamsize>(size));
  text.resize(static_cast<std::size_t>(in.gcount()));
  return text;
}

Result<std::unique_ptr<DocumentSource>> open_document_file(std::filesystem::path const& file) {
  auto text = read_whole_file(file, kMostDocumentBytes);
  if (!text) return Error{text.error()};
  return std::unique_ptr<DocumentSource>(std::make_unique<FileDocument>(file.string(), std::move(*text)));
}

Result<std::unique_ptr<DocumentSource>> poll_document(HttpClientConfig config, std::chrono::milliseconds every) {
  auto client = HttpClient::open(std::move(config));
  if (!client) return Error{client.error()};
  return std::unique_ptr<DocumentSource>(std::make_unique<PolledDocument>(std::move(*client), every));
}

} // namespace dalian::connectors
