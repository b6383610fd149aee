import DASHeader

/// A struct of the interface that begins with its size.
protocol SizedStruct {
  init()
  var size: Int { get set }
}

extension SizedStruct {
  /// Zeros, but for the size.
  static func zeroed() -> Self {
    var made = Self()
    made.size = MemoryLayout<Self>.size
    return made
  }
}

extension das_detector_callbacks: SizedStruct {}
extension das_booster_callbacks: SizedStruct {}
extension das_program_callbacks: SizedStruct {}
extension das_enhance_options: SizedStruct {}
extension das_details: SizedStruct {}
extension das_report: SizedStruct {}
extension das_column_info: SizedStruct {}
extension das_setting_info: SizedStruct {}
