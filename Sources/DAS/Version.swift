public import CDAS
internal import DASCore

/// Returns the library's version as a number: major * 10000 + minor * 100 + patch.
///
/// Compare it with DAS_VERSION to check that the header belongs to the library.
/// Any thread may call this.
@c(das_version)
public func das_version() -> Int32 {
  Int32(Version.major * 10000 + Version.minor * 100 + Version.patch)
}

/// Returns the library's version as text, "1.0.0"; static, never freed. Any thread may call this.
@c(das_version_string)
public func das_version_string() -> UnsafePointer<CChar>? {
  withoutTraps { StaticText.version }
}

/// Returns the name of a status, "DAS_ERROR_OUT_OF_RANGE" for instance; static, never freed.
///
/// It is "DAS_ERROR_UNKNOWN" for an unknown status. Any thread may call this.
@c(das_status_name)
public func das_status_name(_ status: das_status) -> UnsafePointer<CChar>? {
  withoutTraps { StaticText.statusNames[Int(exactly: status) ?? -1] ?? StaticText.unknownStatus }
}
