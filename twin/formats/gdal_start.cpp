#include "twin/formats/gdal_start.hpp"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <gdal_priv.h>

#include <mutex>

namespace dalian::formats {

void start_gdal() {
  static std::once_flag once;
  std::call_once(once, [] {
    CPLSetErrorHandler(CPLQuietErrorHandler);
    CPLSetConfigOption("OGR_CURRENT_DATE", "2026-01-01T00:00:00.000Z"); // last_change of a GeoPackage
    CPLSetConfigOption("GDAL_DRIVER_PATH", "disable");                  // no plug-ins
    CPLSetConfigOption("CPL_CURL_ENABLE_VSIMEM", "NO");
    GDALAllRegister();
  });
}

Error gdal_error(std::string const& what) {
  std::string const said = CPLGetLastErrorMsg();
  return Error{what + ": " + (said.empty() ? "GDAL cannot write or read it, and does not say why" : said)};
}

} // namespace dalian::formats
