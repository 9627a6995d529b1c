#Requires -Version 5.1
#Requires -RunAsAdministrator
<#
.SYNOPSIS
Installs Node.js for all users of this machine, from its makers' signed installer.
.EXAMPLE
.\1-Install-Node.ps1 -WhatIf     # only says what it would do
.EXAMPLE
.\1-Install-Node.ps1
.EXAMPLE
.\1-Install-Node.ps1 -Undo       # removes the Node.js that it installed
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [ValidatePattern('^\d+\.\d+\.\d+$')][string]$Version = '24.21.0',
    [switch]$Undo
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot 'Mt5Bridge.psm1') -Force

$step = '1-Install-Node'
$name = "node-v$Version-x64.msi"
$base = "https://nodejs.org/dist/v$Version"
$installer = Join-Path ([IO.Path]::GetTempPath()) $name

function Get-ProductCode {
    <# .SYNOPSIS By which Windows knows the installed Node.js; empty where there is none. #>
    $keys = Get-ChildItem -Path 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall'
    $keys | Where-Object { (Get-RegistryValue -Path $_.PSPath -Name 'DisplayName') -eq 'Node.js' } |
        Select-Object -First 1 -ExpandProperty PSChildName
}

if ($Undo) {
    if (@(Get-Change -Step $step).Count -eq 0) {
        Write-Host 'Nothing to undo: this script has installed no Node.js.'
    } elseif ($PSCmdlet.ShouldProcess('Node.js', 'uninstall')) {
        $code = Get-ProductCode
        if ($code) { Start-Process -FilePath msiexec.exe -ArgumentList '/x', $code, '/qn', '/norestart' -Wait }
        Clear-Change -Step $step
    }
    return
}

if (Test-Passed (Test-Node)) {
    Write-Host 'Nothing to do.'
} elseif ($PSCmdlet.ShouldProcess("Node.js $Version", "download from $base and install")) {
    Save-SignedFile -Uri "$base/$name" -File $installer -Signer 'OpenJS Foundation'
    $sums = (Invoke-WebRequest -Uri "$base/SHASUMS256.txt" -UseBasicParsing).Content -split "`n"
    $expected = $sums | Where-Object { $_ -match "\s$([regex]::Escape($name))\s*$" } | Select-Object -First 1
    $hash = (Get-FileHash -LiteralPath $installer -Algorithm SHA256).Hash
    if (-not $expected -or -not $expected.StartsWith($hash, [StringComparison]::OrdinalIgnoreCase)) {
        Remove-Item -LiteralPath $installer
        throw "$name does not have the hash that $base/SHASUMS256.txt names, so it was removed."
    }
    Add-Change -Step $step -Name 'Node.js' -Before ''
    Start-Process -FilePath msiexec.exe -ArgumentList '/i', ('"{0}"' -f $installer), '/qn', '/norestart' -Wait
    Remove-Item -LiteralPath $installer
}
Show-Check (Test-Node)
