// Texts of the paper check.
export const words = {
  looking: "请把申报表上的二维码对准摄像头。",
  refused: "无法使用摄像头：请在浏览器中允许使用，或改用扫描枪、手工输入。",
  missing: "没有找到摄像头，请用扫描枪或手工输入。",
  found: "已读到二维码，正在查找。",
};
