#include "twin/base/print_pdf.hpp"

#include "twin/base/run_program.hpp"

#include <filesystem>
#include <fmt/format.h>
#include <unistd.h>

namespace dalian {

Status print_pdf(std::string const& html, std::string const& pdf) {
  auto const url = "file://" + std::filesystem::absolute(html).string();
  auto const to = "--print-to-pdf=" + std::filesystem::absolute(pdf).string();
  std::error_code ignored;
  std::filesystem::remove(pdf, ignored);
  for (char const* browser : {"chromium", "chromium-browser", "google-chrome"}) {
    std::vector<std::string> arguments{browser, "--headless", "--disable-gpu", "--no-pdf-header-footer", to, url};
    if (geteuid() == 0)
      arguments.insert(arguments.begin() + 1, "--no-sandbox"); // it refuses to start as root otherwise
    auto const status = run_program(arguments, true);
    if (!status || *status == 127) continue;
    if (*status == 0 && std::filesystem::exists(pdf)) return {};
    return Error{fmt::format("{}: {} ended with status {}; print {} from any browser", pdf, browser, *status, html)};
  }
  return Error{fmt::format(
      "{}: no chromium is installed; install it (apt install chromium) or print {} from any browser", pdf, html)};
}

} // namespace dalian
