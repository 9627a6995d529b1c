#Requires -Version 5.1
#Requires -RunAsAdministrator
<#
.SYNOPSIS
Runs every check of this folder, then mt5-bridge doctor. Changes nothing. Exit code 0: all is well.
#>
[CmdletBinding()]
param()
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot 'Mt5Bridge.psm1') -Force

$checks = @(
    Test-Node
    Test-Bridge
    Test-Configuration
    Test-Terminal
    Test-AutoLogon
    Test-Server
    Test-Sleep
    Test-Update
    Test-Firewall
    Test-SshServer
)
Show-Check $checks
Write-Host ''
& (Join-Path $PSScriptRoot 'Invoke-Bridge.ps1') doctor
$isWell = $LASTEXITCODE -eq 0
if ($isWell -and (Test-Passed $checks)) {
    Write-Host 'All is well. Now restart the machine, wait five minutes, and run this once more.' -ForegroundColor Green
    exit 0
}
exit 1
