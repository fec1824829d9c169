# What CPack is told of the five packages; included by CMakeLists.txt beside it.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME dalian-twin)
set(CPACK_PACKAGE_VENDOR "Dalian Twin")
set(CPACK_PACKAGE_VERSION "${DALIAN_VERSION}")
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "${MAINTAINER}")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_SET_DESTDIR OFF)
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGE_DIRECTORY "${CMAKE_BINARY_DIR}/packages")
set(CPACK_COMPONENTS_ALL twin view connectors formats data)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ
    WORLD_EXECUTE)

set(same "(= ${DALIAN_VERSION})")
set(CPACK_DEBIAN_TWIN_PACKAGE_NAME dalian-twin)
set(CPACK_DEBIAN_TWIN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_TWIN_PACKAGE_DEPENDS "adduser, dalian-twin-data ${same}")
set(CPACK_DEBIAN_TWIN_PACKAGE_SUGGESTS "dalian-twin-formats, postgresql, prometheus, chromium")
set(CPACK_DEBIAN_TWIN_PACKAGE_CONTROL_EXTRA "${made}/twin/postinst;${made}/twin/prerm;${made}/twin/postrm;${made}/twin/conffiles")
set(CPACK_COMPONENT_TWIN_DESCRIPTION "digital twin of a city, its server and its tools
twind receives what ships, cars, meters and other systems of a city send,
fuses it into tracks that know how sure they are, records it, watches for
alarms and publishes it to viewers. twinctl asks it, and answers what-if
questions over the planned city.")
set(CPACK_DEBIAN_VIEW_PACKAGE_NAME dalian-twin-view)
set(CPACK_DEBIAN_VIEW_PACKAGE_SECTION science)
set(CPACK_DEBIAN_VIEW_PACKAGE_DEPENDS
    "dalian-twin-data ${same}, fonts-noto-cjk, libvulkan1, mesa-vulkan-drivers | vulkan-icd")
set(CPACK_DEBIAN_VIEW_PACKAGE_RECOMMENDS "dalian-twin, dalian-twin-connectors, ffmpeg")
set(CPACK_COMPONENT_VIEW_DESCRIPTION "digital twin of a city, in 3D
twinview draws a twin with Vulkan, with or without a graphics card: a window,
or pictures and films without one.")
set(CPACK_DEBIAN_CONNECTORS_PACKAGE_NAME dalian-twin-connectors)
set(CPACK_DEBIAN_CONNECTORS_PACKAGE_SECTION science)
set(CPACK_DEBIAN_CONNECTORS_PACKAGE_DEPENDS "adduser, dalian-twin-data ${same}")
set(CPACK_DEBIAN_CONNECTORS_PACKAGE_SUGGESTS "mosquitto, sumo")
set(CPACK_DEBIAN_CONNECTORS_PACKAGE_CONTROL_EXTRA
    "${made}/connectors/postinst;${made}/connectors/prerm;${made}/connectors/postrm")
set(CPACK_COMPONENT_CONNECTORS_DESCRIPTION "digital twin of a city, its connectors
twinfeed reads what ships (AIS), connected cars (SAE J2735, ETSI), buses
(GTFS Realtime), meters (Modbus, MQTT), other city systems (NGSI-LD), weather
(METAR) and simulations (SUMO) send, and tells the twin.")
set(CPACK_DEBIAN_FORMATS_PACKAGE_NAME dalian-twin-formats)
set(CPACK_DEBIAN_FORMATS_PACKAGE_SECTION science)
set(CPACK_DEBIAN_FORMATS_PACKAGE_DEPENDS "dalian-twin ${same}")
set(CPACK_COMPONENT_FORMATS_DESCRIPTION "digital twin of a city, other programs' formats
What twinctl import and twinctl export city need: GeoPackage, GeoJSON,
CityJSON, glTF and 3D Tiles, and whatever GDAL reads. Apart from the rest, for
GDAL brings many libraries with it.")
set(CPACK_DEBIAN_DATA_PACKAGE_NAME dalian-twin-data)
set(CPACK_DEBIAN_DATA_PACKAGE_SECTION science)
set(CPACK_DEBIAN_DATA_PACKAGE_ARCHITECTURE all)
set(CPACK_DEBIAN_DATA_PACKAGE_SHLIBDEPS OFF)
set(CPACK_COMPONENT_DATA_DESCRIPTION "digital twin of a city, the planned city
Terrain, zones, roads, parcels, models, shaders and words of the four zones of
the cooperation zone, and the default rules of alarms. Modelled, not surveyed.")
include(CPack)
